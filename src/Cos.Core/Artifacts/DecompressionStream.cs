using System.IO.Compression;
using Cos.Sdk.Diagnostics;
using ZstdSharp;

namespace Cos.Sdk.Artifacts;

/// <summary>Reads what <see cref="Compression.OpenWrite"/> and other tools wrote: finds the algorithm by its magic, bounds what comes out, and reports damage by code.</summary>
internal sealed class DecompressionStream : PassThroughStream
{
    private const int MagicLength = 6;

    private readonly Stream _decompressed;
    private readonly CountingStream _compressed;
    private readonly DecompressionLimits _limits;
    private readonly string _name;
    private long _bytesOut;

    private DecompressionStream(
        Stream decompressed, CountingStream compressed, CompressionAlgorithm algorithm, DecompressionLimits limits, string name)
        : base(decompressed)
    {
        _decompressed = decompressed;
        _compressed = compressed;
        _limits = limits;
        _name = name;
        Algorithm = algorithm;
    }

    /// <summary>What the data is compressed with.</summary>
    public CompressionAlgorithm Algorithm { get; }

    /// <summary>Looks at the first bytes and opens the stream. The source stays open when this one is disposed.</summary>
    /// <param name="source">Compressed by none, gzip or zstd; may be forward and asynchronous only.</param>
    /// <param name="limits">What is refused as too much.</param>
    /// <param name="name">What messages call the data.</param>
    /// <param name="cancellationToken">Ends the wait for the first bytes.</param>
    public static async ValueTask<DecompressionStream> OpenAsync(
        Stream source, DecompressionLimits limits, string name, CancellationToken cancellationToken)
    {
        byte[] magic = new byte[MagicLength];
        int length = await source.ReadAtLeastAsync(magic, MagicLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        CompressionAlgorithm algorithm = Detect(magic.AsSpan(0, length), name);
        CountingStream compressed = new(source, magic.AsMemory(0, length));
        Stream decompressed = algorithm switch
        {
            CompressionAlgorithm.Gzip => new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true),
            CompressionAlgorithm.Zstd => new ZstdSharp.DecompressionStream(compressed, checkEndOfStream: true, leaveOpen: true),
            _ => compressed,
        };
        return new DecompressionStream(decompressed, compressed, algorithm, limits, name);
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw new CosException(ArtifactDiagnostics.CorruptCompression(_name, Compression.NameOf(Algorithm)), exception);
        }
        _bytesOut += read;
        if (_bytesOut > _limits.MaxBytes)
        {
            throw new CosException(ArtifactDiagnostics.ArchiveLimit(_name, nameof(DecompressionLimits.MaxBytes), _limits.MaxBytes));
        }
        if (_bytesOut > _limits.RatioFloor && _bytesOut / _limits.MaxRatio > _compressed.BytesRead)
        {
            throw new CosException(ArtifactDiagnostics.ArchiveLimit(_name, nameof(DecompressionLimits.MaxRatio), _limits.MaxRatio));
        }
        return read;
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _decompressed.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decompressed.Dispose();
        }
        base.Dispose(disposing);
    }

    private static CompressionAlgorithm Detect(ReadOnlySpan<byte> magic, string name)
    {
        bool zstdFrame = magic.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]);
        bool skippableFrame = magic.Length >= 4 && magic[0] is >= 0x50 and <= 0x5F && magic[1..4].SequenceEqual((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18]);
        if (zstdFrame || skippableFrame)
        {
            return CompressionAlgorithm.Zstd;
        }
        if (magic.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return CompressionAlgorithm.Gzip;
        }
        if (magic.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]))
        {
            throw new CosException(ArtifactDiagnostics.UnsupportedCompression(name, "xz"));
        }
        return magic.StartsWith("BZh"u8)
            ? throw new CosException(ArtifactDiagnostics.UnsupportedCompression(name, "bzip2"))
            : CompressionAlgorithm.None;
    }
}
