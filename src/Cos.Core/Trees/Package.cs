using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>A package as it was found in a tree.</summary>
internal sealed record Package
{
    /// <summary>What it says of itself.</summary>
    public required PackageDefinition Definition { get; init; }

    /// <summary>Category, name and version.</summary>
    public PackageId Id => Definition.Id;

    /// <summary>Absolute path of its folder, which is its build context.</summary>
    public required string Folder { get; init; }

    /// <summary>Absolute path of the tree it was found in.</summary>
    public required string TreeRoot { get; init; }

    /// <summary>What makes it a package.</summary>
    public required PackageKind Kind { get; init; }

    /// <summary>Absolute path of the file that defines it.</summary>
    public required string DefinitionFile { get; init; }

    /// <summary>Absolute path of its <c>build.yaml</c>; null when there is none and it cannot be built.</summary>
    public string? BuildFile { get; init; }

    /// <summary>Absolute path of its <c>finalize.yaml</c>; null when there is none.</summary>
    public string? FinalizeFile { get; init; }

    /// <summary>Its place in the list of a collection, from 0; null for other kinds.</summary>
    public int? CollectionIndex { get; init; }
}
