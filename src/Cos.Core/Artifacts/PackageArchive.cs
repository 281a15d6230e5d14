using System.Collections.Immutable;

namespace Cos.Sdk.Artifacts;

/// <summary>A finished package archive.</summary>
internal sealed record PackageArchive
{
    /// <summary>Absolute path of the file.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file: 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes of the contents of all entries.</summary>
    public required long ContentSize { get; init; }

    /// <summary>What it is compressed with.</summary>
    public required CompressionAlgorithm Compression { get; init; }

    /// <summary>Entries of all kinds.</summary>
    public required int EntryCount { get; init; }

    /// <summary>Paths of all entries but directories, relative, in the archive's order.</summary>
    public required ImmutableArray<string> Files { get; init; }
}
