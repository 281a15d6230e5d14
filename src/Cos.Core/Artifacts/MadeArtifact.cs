using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Artifacts;

/// <summary>An artifact with its metadata, on disk.</summary>
internal sealed record MadeArtifact
{
    /// <summary>The package, or the part of a package.</summary>
    public required PackageId Id { get; init; }

    /// <summary>The archive.</summary>
    public required PackageArchive Archive { get; init; }

    /// <summary>Absolute path of the metadata.</summary>
    public required string MetadataFile { get; init; }

    /// <summary>Time spent in waiting for the engine to send the content; of several that came in one stream, that of the stream.</summary>
    public TimeSpan Export { get; init; }

    /// <summary>Time spent in cutting, hashing and compressing.</summary>
    public TimeSpan Compress { get; init; }

    /// <summary>The subpackages that were filtered from it.</summary>
    public ImmutableArray<MadeArtifact> Parts { get; init; } = [];
}
