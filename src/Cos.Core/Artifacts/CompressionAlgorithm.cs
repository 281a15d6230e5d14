namespace Cos.Sdk.Artifacts;

/// <summary>How an archive is compressed.</summary>
internal enum CompressionAlgorithm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip, which every tool reads.</summary>
    Gzip,

    /// <summary>Zstandard: faster and smaller.</summary>
    Zstd,
}
