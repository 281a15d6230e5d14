using System.Collections.Immutable;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Planning;

/// <summary>The package archive and its metadata.</summary>
internal sealed record ArtifactNode : PlanNode
{
    /// <summary>Name of the image it is cut from; empty for <see cref="ArtifactStrategy.Empty"/> without an image.</summary>
    public required string Image { get; init; }

    /// <summary>How it is cut.</summary>
    public required ArtifactStrategy Strategy { get; init; }

    /// <summary>How many of the image's last instructions are steps.</summary>
    public required int StepCount { get; init; }

    /// <summary>Hash of what the archive's content depends on; metadata and compression are not in it.</summary>
    public required string ContentHash { get; init; }

    /// <summary><c>none</c>, <c>gzip</c> or <c>zstd</c>.</summary>
    public required string Compression { get; init; }

    /// <summary>Level of the compression.</summary>
    public required int CompressionLevel { get; init; }

    /// <summary>Modification times are clamped to it: seconds since 1970.</summary>
    public required long Epoch { get; init; }

    /// <summary>File name of the archive.</summary>
    public required string Archive { get; init; }

    /// <summary>File name of the metadata.</summary>
    public required string Metadata { get; init; }

    /// <summary>What the definition says.</summary>
    public required PackageDefinition Definition { get; init; }

    /// <summary>What the build file says, rendered.</summary>
    public required BuildSpec Spec { get; init; }

    /// <summary>SHA-256 of its finalize.yaml, which the repository carries; null without one.</summary>
    public string? Finalizer { get; init; }

    /// <summary>The packages below, in build order, with the hashes of their images; this one last.</summary>
    public required ImmutableArray<ChainLink> Chain { get; init; }
}
