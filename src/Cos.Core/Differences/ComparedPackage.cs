using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Differences;

/// <summary>A package on one side of a comparison.</summary>
internal sealed record ComparedPackage
{
    /// <summary>The package; for a bare archive its file name alone.</summary>
    public required PackageId Id { get; init; }

    /// <summary>File name of the archive.</summary>
    public required string ArchiveFile { get; init; }

    /// <summary>SHA-256 that the archive must have, 64 lower-case hexadecimal digits; null when nobody said.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Paths without folders, as the index lists them; used when the archive itself is gone.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Opens the archive as it is stored, any number of times; null when the archive is gone.</summary>
    public Func<CancellationToken, Task<Stream>>? Open { get; init; }
}
