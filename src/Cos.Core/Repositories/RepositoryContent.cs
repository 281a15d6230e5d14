using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Repositories;

/// <summary>What a repository is made of.</summary>
internal sealed record RepositoryContent
{
    /// <summary>The absolute path of the artifact folder, which becomes the repository.</summary>
    public required string Folder { get; init; }

    /// <summary>The repository's name.</summary>
    public required string Name { get; init; }

    /// <summary>Free text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where clients will find it.</summary>
    public ImmutableArray<string> Urls { get; init; } = [];

    /// <summary>How clients will reach it.</summary>
    public RepositoryType Type { get; init; } = RepositoryType.Disk;

    /// <summary>The smaller, the more preferred by clients; 0 is not written.</summary>
    public int Priority { get; init; }

    /// <summary>Seconds since 1970: the time of the update, when there is one.</summary>
    public required long Epoch { get; init; }

    /// <summary>Absolute paths of the <c>*.metadata.yaml</c> of what is published; they lie in the folder, their archives beside them.</summary>
    public required ImmutableArray<string> MetadataFiles { get; init; }

    /// <summary>What the trees define, published or not; of one id the last one counts.</summary>
    public required ImmutableArray<PublishedDefinition> Definitions { get; init; }

    /// <summary>Absolute paths of the source trees, in order; they are published as the compiler tree.</summary>
    public required ImmutableArray<string> Trees { get; init; }

    /// <summary>Absolute paths of folders that are no part of the trees, though they may lie in them: build output, say.</summary>
    public ImmutableArray<string> ExcludedFolders { get; init; } = [];

    /// <summary>The values that the packages were built with: whoever builds upon the published trees needs them.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Packages of other repositories that clients have too, so that what is published may require them.</summary>
    public ImmutableArray<PackageDefinition> KnownElsewhere { get; init; } = [];

    /// <summary>Signs archives, metadata and the repository's own files; null leaves them unsigned.</summary>
    public SigningKey? SigningKey { get; init; }

    /// <summary>Where the project declares the repository.</summary>
    public SourceLocation? Location { get; init; }
}
