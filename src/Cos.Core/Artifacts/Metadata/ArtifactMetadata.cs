using System.Collections.Immutable;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Artifacts.Metadata;

/// <summary>What a metadata file tells the users of an artifact.</summary>
internal sealed record ArtifactMetadata
{
    /// <summary>Name of the archive's file, without a folder.</summary>
    public required string ArchiveFile { get; init; }

    /// <summary>SHA-256 of the archive: 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What the archive is compressed with.</summary>
    public required CompressionAlgorithm Compression { get; init; }

    /// <summary>Relative paths of all entries but directories; empty for hidden packages.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>Relative paths that the package's steps deleted, where the artifact has changes (<c>delta: changes</c>). Other tools ignore the key.</summary>
    public ImmutableArray<string> Deleted { get; init; } = [];

    /// <summary>The package as it is installed: its run-time requirements and all the rest of its definition.</summary>
    public required PackageDefinition Definition { get; init; }
}
