using System.Collections.Immutable;

namespace Cos.Sdk.Planning;

/// <summary>A repository of others, from which a project takes packages.</summary>
internal sealed record InheritedRepository
{
    /// <summary>What the project calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Names its content: a digest.</summary>
    public required string Identity { get; init; }

    /// <summary>What it offers.</summary>
    public required ImmutableArray<InheritedPackage> Packages { get; init; }

    /// <summary>Absolute paths of the templates that its build files see, in the order in which they are glued before them.</summary>
    public ImmutableArray<string> Templates { get; init; } = [];
}
