namespace Cos.Sdk.Artifacts.Tar;

/// <summary>Bounds for archives that others wrote. The defaults are far above what an operating system holds.</summary>
internal sealed record TarLimits
{
    /// <summary>The bounds for whole file systems and package archives.</summary>
    public static readonly TarLimits Default = new();

    /// <summary>Headers in the archive, extension headers included.</summary>
    public long MaxEntries { get; init; } = 10_000_000;

    /// <summary>UTF-8 bytes of a path or of a link's target.</summary>
    public int MaxPathLength { get; init; } = 4096;

    /// <summary>Segments of a path.</summary>
    public int MaxPathDepth { get; init; } = 256;

    /// <summary>Bytes of one extension header (PAX records, GNU long names).</summary>
    public int MaxExtensionSize { get; init; } = 1 << 20;

    /// <summary>Bytes of content of all entries together.</summary>
    public long MaxTotalSize { get; init; } = 1L << 40;

    /// <summary>Device nodes.</summary>
    public int MaxDevices { get; init; } = 16_384;
}
