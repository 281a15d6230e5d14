using System.Collections.Immutable;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>What a repository's index says of one archive.</summary>
/// <param name="Id">The package.</param>
/// <param name="ArchiveFile">A checked name in the repository's folder.</param>
/// <param name="Sha256">SHA-256 of the archive as it is stored.</param>
/// <param name="Compression">How it is stored.</param>
/// <param name="Files">Its files, relative to the root.</param>
/// <param name="IsWholeSystem">It holds the whole file system of the package's image (<c>unpack</c>), without filters.</param>
/// <param name="Values">The values that the package was built with, as YAML; empty for none.</param>
/// <param name="CachedIn">The image repository where whoever published the package keeps the image that it was cut from; empty for none.</param>
/// <param name="Image">In a registry: digest of the image that holds its content; empty where the index does not say.</param>
internal sealed record IndexEntry(
    PackageId Id,
    string ArchiveFile,
    string Sha256,
    CompressionAlgorithm Compression,
    ImmutableArray<string> Files,
    bool IsWholeSystem = false,
    string Values = "",
    string CachedIn = "",
    string Image = "");
