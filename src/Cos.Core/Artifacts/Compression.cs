using System.Globalization;
using System.IO.Compression;
using Cos.Sdk.Diagnostics;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Cos.Sdk.Artifacts;

/// <summary>An algorithm with its level. The compressed bytes are a function of the input and these two alone.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Level">1 to 9 for gzip, 1 to 19 for zstd; without meaning for none.</param>
internal sealed record Compression(CompressionAlgorithm Algorithm, int Level)
{
    /// <summary>No compression.</summary>
    public static readonly Compression None = new(CompressionAlgorithm.None, 0);

    /// <summary>Compressors are fed in pieces of one size: what deflate makes depends on how its input is cut.</summary>
    private const int PieceSize = 128 * 1024;

    private const int MaxGzipLevel = 9;

    private const int MaxZstdLevel = 19;

    /// <summary>From here on a worker needs so much memory that two must do.</summary>
    private const int HeavyZstdLevel = 10;

    /// <summary><c>none</c>, <c>gzip</c> or <c>zstd</c>: the word of settings and metadata.</summary>
    public string Name => NameOf(Algorithm);

    /// <summary>What follows <c>.tar</c> in file names: nothing, <c>.gz</c> or <c>.zst</c>.</summary>
    public string FileSuffix => SuffixOf(Algorithm);

    /// <summary>Reads settings.</summary>
    /// <param name="name"><c>none</c>, <c>gzip</c>, <c>zstd</c>, or empty for none.</param>
    /// <param name="level">A number, or empty for the algorithm's usual one (6 and 3).</param>
    public static Compression Parse(string name, string level)
    {
        CompressionAlgorithm algorithm = ParseName(name);
        (int usual, int highest) = algorithm switch
        {
            CompressionAlgorithm.Gzip => (6, MaxGzipLevel),
            CompressionAlgorithm.Zstd => (3, MaxZstdLevel),
            _ => (0, int.MaxValue),
        };
        if (level.Length == 0)
        {
            return new Compression(algorithm, usual);
        }
        if (!int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > highest || (number == 0 && usual != 0))
        {
            throw new CosException(ArtifactDiagnostics.InvalidCompressionLevel(level, NameOf(algorithm), highest));
        }
        return algorithm == CompressionAlgorithm.None ? None : new Compression(algorithm, number);
    }

    /// <summary>Reads <c>none</c>, <c>gzip</c>, <c>zstd</c> or the empty text, which is none.</summary>
    public static CompressionAlgorithm ParseName(string name) => name switch
    {
        "" or "none" => CompressionAlgorithm.None,
        "gzip" => CompressionAlgorithm.Gzip,
        "zstd" => CompressionAlgorithm.Zstd,
        _ => throw new CosException(ArtifactDiagnostics.UnknownCompression(name)),
    };

    /// <summary>The word of settings and metadata.</summary>
    public static string NameOf(CompressionAlgorithm algorithm) => algorithm switch
    {
        CompressionAlgorithm.Gzip => "gzip",
        CompressionAlgorithm.Zstd => "zstd",
        _ => "none",
    };

    /// <summary>What follows <c>.tar</c> in file names.</summary>
    public static string SuffixOf(CompressionAlgorithm algorithm) => algorithm switch
    {
        CompressionAlgorithm.Gzip => ".gz",
        CompressionAlgorithm.Zstd => ".zst",
        _ => "",
    };

    /// <summary>A stream whose disposal ends the compressed data; the destination stays open, and is only written to.</summary>
    public Stream OpenWrite(Stream destination) => Algorithm switch
    {
        CompressionAlgorithm.Gzip => new PieceStream(
            new GZipStream(destination, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true), PieceSize),
        CompressionAlgorithm.Zstd => new PieceStream(OpenZstd(destination), PieceSize),
        _ => new PassThroughStream(destination),
    };

    /// <summary>At least one worker, always: with none zstd cuts its blocks otherwise, and the bytes would depend on the machine.</summary>
    private CompressionStream OpenZstd(Stream destination)
    {
        CompressionStream stream = new(destination, Level, bufferSize: 0, leaveOpen: true);
        int workers = Math.Clamp(Environment.ProcessorCount, 1, Level >= HeavyZstdLevel ? 2 : 4);
        stream.SetParameter(ZSTD_cParameter.ZSTD_c_nbWorkers, workers);
        stream.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return stream;
    }
}
