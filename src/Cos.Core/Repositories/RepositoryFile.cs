using Cos.Sdk.Artifacts;

namespace Cos.Sdk.Repositories;

/// <summary>A file that repository.yaml names.</summary>
/// <param name="FileName">A checked name in the repository's folder.</param>
/// <param name="Compression">How it is stored.</param>
/// <param name="Sha256">SHA-256 of the file as it is stored, in lower-case hexadecimal digits.</param>
internal sealed record RepositoryFile(string FileName, CompressionAlgorithm Compression, string Sha256);
