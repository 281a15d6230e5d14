namespace Cos.Sdk.Media;

/// <summary>How a squashfs is compressed; all are read by kernels of the last ten years.</summary>
internal enum SquashfsCompression
{
    /// <summary>The default: nearly as small as xz, and many times faster to read.</summary>
    Zstd,

    /// <summary>The smallest.</summary>
    Xz,

    /// <summary>Read by every kernel.</summary>
    Gzip,

    /// <summary>The fastest to read.</summary>
    Lz4,

    /// <summary>Fast, for old kernels.</summary>
    Lzo,
}
