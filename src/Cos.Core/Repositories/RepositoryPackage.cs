using System.Collections.Immutable;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Repositories;

/// <summary>A package that can be installed from a repository.</summary>
internal sealed record RepositoryPackage
{
    /// <summary>What the repository's tree says of it; its places are those of the tree archive.</summary>
    public required PackageDefinition Definition { get; init; }

    /// <summary>A checked name of the archive in the repository's folder.</summary>
    public required string ArchiveFile { get; init; }

    /// <summary>SHA-256 of the archive as it is stored, in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How the archive is stored.</summary>
    public required CompressionAlgorithm Compression { get; init; }

    /// <summary>In a registry: digest of the image that holds its content; empty where the index does not say.</summary>
    public string Image { get; init; } = "";

    /// <summary>Paths relative to the root, without folders; empty for hidden packages.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The text of its finalize.yaml as the tree has it, not rendered; null when there is none.</summary>
    public string? Finalizer { get; init; }
}
