using System.Collections.Immutable;

namespace Cos.Sdk.Repositories;

/// <summary>The content of repository.yaml.</summary>
internal sealed record RepositoryHeader
{
    /// <summary>The repository's name.</summary>
    public required string Name { get; init; }

    /// <summary>Free text.</summary>
    public string Description { get; init; } = "";

    /// <summary>How clients reach it.</summary>
    public RepositoryType Type { get; init; } = RepositoryType.Disk;

    /// <summary>Where clients find it.</summary>
    public ImmutableArray<string> Urls { get; init; } = [];

    /// <summary>The smaller, the more preferred.</summary>
    public int Priority { get; init; }

    /// <summary>Raised by one whenever the content changes.</summary>
    public int Revision { get; init; }

    /// <summary>Seconds since 1970; of the last change of content.</summary>
    public long LastUpdate { get; init; }

    /// <summary>Definitions of the packages, as installed systems know them.</summary>
    public required RepositoryFile Tree { get; init; }

    /// <summary>The index of the archives.</summary>
    public required RepositoryFile Meta { get; init; }

    /// <summary>The trees that the packages were built from; null where a repository does not publish them.</summary>
    public RepositoryFile? CompilerTree { get; init; }

    /// <summary>Fingerprint of the trusted key that signed it; empty when nobody asked. Not part of the file.</summary>
    public string SignedBy { get; init; } = "";

    /// <summary>Whether both describe the same content: all but revision and time.</summary>
    public bool HasContentOf(RepositoryHeader other) =>
        this with { Urls = [], Revision = 0, LastUpdate = 0 } == other with { Urls = [], Revision = 0, LastUpdate = 0 }
        && Urls.SequenceEqual(other.Urls, StringComparer.Ordinal);
}
