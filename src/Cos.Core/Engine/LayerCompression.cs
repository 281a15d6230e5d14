using System.IO.Compression;

namespace Cos.Sdk.Engine;

/// <summary>Tells by its first bytes how a blob is compressed, and takes it off.</summary>
internal static class LayerCompression
{
    /// <summary>How many bytes are needed to tell.</summary>
    public const int PrefixLength = 265;

    /// <summary>Whether the bytes begin a gzip or zstd stream.</summary>
    public static bool IsCompressed(ReadOnlySpan<byte> prefix) => IsGzip(prefix) || IsZstd(prefix);

    /// <summary>Whether the bytes begin a tar of the POSIX kind.</summary>
    public static bool IsTar(ReadOnlySpan<byte> prefix) => prefix.Length >= 262 && prefix.Slice(257, 5).SequenceEqual("ustar"u8);

    /// <summary>The uncompressed content.</summary>
    /// <param name="content">From its first byte.</param>
    /// <param name="prefix">The first bytes, as they were seen.</param>
    public static Stream Decompress(Stream content, ReadOnlySpan<byte> prefix) =>
        IsGzip(prefix) ? new GZipStream(content, CompressionMode.Decompress, leaveOpen: true)
        : IsZstd(prefix) ? new ZstdSharp.DecompressionStream(content, leaveOpen: true)
        : content;

    private static bool IsGzip(ReadOnlySpan<byte> prefix) => prefix.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    private static bool IsZstd(ReadOnlySpan<byte> prefix) => prefix.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]);
}
