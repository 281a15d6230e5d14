using System.Collections.Immutable;
using Cos.Sdk.Resolution;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>A package that a repository of others offers: as an archive, as the source that it is built from, or both.</summary>
internal sealed record InheritedPackage
{
    /// <summary>Category, name and version.</summary>
    public required PackageId Id { get; init; }

    /// <summary>Run-time requirements.</summary>
    public ImmutableArray<PackageRequirement> Requires { get; init; } = [];

    /// <summary>Run-time conflicts.</summary>
    public ImmutableArray<PackageRequirement> Conflicts { get; init; } = [];

    /// <summary>Names and versions that it stands in for.</summary>
    public ImmutableArray<PackageRequirement> Provides { get; init; } = [];

    /// <summary>The archive; null when there is only the source.</summary>
    public FetchedArchive? Archive { get; init; }

    /// <summary>SHA-256 that the repository's index states, of the archive as it was built; registries keep layers of their own.</summary>
    public string IndexSha256 { get; init; } = "";

    /// <summary>In a registry: digest of the image that holds the content; empty where the index does not say.</summary>
    public string Image { get; init; } = "";

    /// <summary>The archive holds a whole file system, so that it stands for the package's image.</summary>
    public bool IsWholeSystem { get; init; }

    /// <summary>The source; null when there is only the archive.</summary>
    public Package? Source { get; init; }

    /// <summary>The values that it was built with, as YAML; empty for none.</summary>
    public string Values { get; init; } = "";

    /// <summary>The image repository of whoever published it, where the image of its steps may be found; null for none.</summary>
    public string? CachedIn { get; init; }

    /// <summary>As the resolver sees it before its build file is read.</summary>
    public Candidate Candidate => new(Id, Requires, Conflicts, Provides, Definition.Location);

    /// <summary>What is known without reading the source.</summary>
    public PackageDefinition Definition => new()
    {
        Id = Id,
        Location = Source?.Definition.Location ?? new Diagnostics.SourceLocation($"{Archive?.Repository}/{Archive?.File}"),
        Requires = Requires,
        Conflicts = Conflicts,
        Provides = Provides,
    };
}
