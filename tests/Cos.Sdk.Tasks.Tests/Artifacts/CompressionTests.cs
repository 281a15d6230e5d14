using System.IO.Compression;
using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.Artifacts;

public sealed class CompressionTests
{
    private static readonly byte[] Data = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 200_000).Select(i => $"line {i * 7919 % 10007}")));

    [Theory]
    [InlineData("none", "", "")]
    [InlineData("gzip", "1", ".gz")]
    [InlineData("gzip", "", ".gz")]
    [InlineData("zstd", "1", ".zst")]
    [InlineData("zstd", "19", ".zst")]
    public async Task OpenWrite_ThenDecompress_GivesTheInputInTheSameBytesEachTime(string name, string level, string suffix)
    {
        Compression compression = Compression.Parse(name, level);

        byte[] first = await CompressAsync(compression, 1000);
        byte[] second = await CompressAsync(compression, 1_000_000);

        Assert.Equal(suffix, compression.FileSuffix);
        Assert.Equal(first, second);
        Assert.Equal(Data, await DecompressAsync(first));
    }

    [Fact]
    public async Task Compressed_IsReadByTheOrdinaryTools()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllBytesAsync(folder["data.gz"], await CompressAsync(Compression.Parse("gzip", ""), 4096));
        await File.WriteAllBytesAsync(folder["data"], Data);
        await Shell.RunAsync(folder.Path, "gzip -dc data.gz | cmp - data; test $(head -c 8 data.gz | tail -c 4 | od -An -tx1 | tr -d ' \\n') = 00000000");
        byte[] zstd = await CompressAsync(Compression.Parse("zstd", ""), 4096);
        Assert.Equal([0x28, 0xB5, 0x2F, 0xFD], zstd[..4]);
        Assert.Equal(4, zstd[4] & 4);
    }

    [Theory]
    [InlineData("zstd", "0")]
    [InlineData("zstd", "20")]
    [InlineData("gzip", "10")]
    [InlineData("gzip", "fast")]
    public void Parse_LevelsThatTheAlgorithmLacks_AreRefused(string name, string level)
    {
        CosException error = Assert.Throws<CosException>(() => Compression.Parse(name, level));

        Assert.Equal("COS6010", error.Diagnostics[0].Code);
    }

    [Fact]
    public void Parse_UnknownNames_AreRefused() =>
        Assert.Equal("COS6011", Assert.Throws<CosException>(() => Compression.Parse("lzma", "")).Diagnostics[0].Code);

    [Fact]
    public async Task Decompress_DamagedOrTruncatedZstd_IsReportedByCode()
    {
        byte[] zstd = await CompressAsync(Compression.Parse("zstd", ""), 65536);
        byte[] damaged = (byte[])zstd.Clone();
        damaged[zstd.Length / 2] ^= 0x55;
        damaged[(zstd.Length / 2) + 1] ^= 0x55;

        foreach (byte[] bad in new[] { damaged, zstd[..^1], zstd[..(zstd.Length / 2)] })
        {
            CosException error = await Assert.ThrowsAsync<CosException>(() => DecompressAsync(bad));
            Assert.Equal("COS6012", error.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task Decompress_DamagedGzip_IsReportedByCode()
    {
        byte[] gzip = await CompressAsync(Compression.Parse("gzip", ""), 65536);
        gzip[^6] ^= 1;

        CosException error = await Assert.ThrowsAsync<CosException>(() => DecompressAsync(gzip));

        Assert.Equal("COS6012", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Decompress_OtherAlgorithms_AreNamed()
    {
        CosException xz = await Assert.ThrowsAsync<CosException>(() => DecompressAsync([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 0]));
        CosException bzip2 = await Assert.ThrowsAsync<CosException>(() => DecompressAsync("BZh91AY&SY"u8.ToArray()));

        Assert.Equal(("COS6013", "COS6013"), (xz.Diagnostics[0].Code, bzip2.Diagnostics[0].Code));
    }

    [Fact]
    public async Task Decompress_Bombs_AreStoppedEarly()
    {
        using MemoryStream bomb = new();
        using (GZipStream gzip = new(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++)
            {
                gzip.Write(zeros);
            }
        }
        DecompressionLimits[] limits = [new() { RatioFloor = 1 << 20, MaxRatio = 100 }, new() { MaxBytes = 10 << 20 }];
        foreach (DecompressionLimits limit in limits)
        {
            CosException error = await Assert.ThrowsAsync<CosException>(() => DecompressAsync(bomb.ToArray(), limit));
            Assert.Equal("COS6006", error.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task HashingStream_CountsAndDigestsBothWays()
    {
        HashingStream writing = new(new MemoryStream());
        await writing.WriteAsync("abc"u8.ToArray());
        HashingStream reading = new(new AsyncOnlyStream(new MemoryStream("abc"u8.ToArray()), 1));
        await reading.DrainAsync(default);

        const string Sha256OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        Assert.Equal((3, Sha256OfAbc), (writing.BytesPassed, writing.GetSha256()));
        Assert.Equal((3, Sha256OfAbc), (reading.BytesPassed, reading.GetSha256()));
    }

    private static async Task<byte[]> CompressAsync(Compression compression, int piece)
    {
        using MemoryStream output = new();
        await using (Stream stream = compression.OpenWrite(new AsyncOnlyStream(output)))
        {
            for (int i = 0; i < Data.Length; i += piece)
            {
                await stream.WriteAsync(Data.AsMemory(i, Math.Min(piece, Data.Length - i)));
            }
        }
        return output.ToArray();
    }

    private static async Task<byte[]> DecompressAsync(byte[] data, DecompressionLimits? limits = null)
    {
        using MemoryStream output = new();
        await using DecompressionStream stream = await DecompressionStream.OpenAsync(
            new AsyncOnlyStream(new MemoryStream(data), 1000), limits ?? DecompressionLimits.Default, "test", default);
        await stream.CopyToAsync(output);
        return output.ToArray();
    }
}
