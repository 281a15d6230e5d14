using System.Security.Cryptography;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories.Publishing;
using Cos.Sdk.Repositories.Reuse;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Tests.Repositories.Publishing;

namespace Cos.Sdk.Tests.Repositories.Reuse;

/// <summary>Layers that are put together from files that are there.</summary>
public sealed class ReuseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Layer_IsOneStreamOfGzip_AndTheSameEachTime()
    {
        byte[] tar = await Tars.MakeAsync([.. Files(1)]);
        (byte[] layer, string digest, ReuseIndex index) = await MakeAsync(tar);

        using MemoryStream plain = new();
        await using (DecompressionStream stream = await DecompressionStream.OpenAsync(new MemoryStream(layer), DecompressionLimits.Default, "layer", TestContext.Current.CancellationToken))
        {
            await stream.CopyToAsync(plain, TestContext.Current.CancellationToken);
        }
        Assert.Equal(tar, plain.ToArray());
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(tar)), digest);
        Assert.Equal((tar.Length, layer.Length), (index.Chunks.Sum(chunk => chunk.TarLength), index.Chunks.Sum(chunk => chunk.StoredLength)));
        Assert.Equal(layer, (await MakeAsync(tar)).Layer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Rebuild_FetchesWhatIsNotThere(int changed)
    {
        List<(TarEntry Entry, byte[] Content)> files = Files(1);
        Dictionary<string, byte[]> present = files.ToDictionary(file => file.Entry.Path, file => file.Content);
        for (int i = 0; i < Math.Min(changed, files.Count); i++)
        {
            int at = i * 7 % files.Count;
            files[at] = (files[at].Entry, SourceRepository.Noise(i + 100, files[at].Content.Length));
        }
        byte[] tar = await Tars.MakeAsync([.. files]);
        (byte[] layer, _, ReuseIndex index) = await MakeAsync(tar);
        long fetched = 0;
        TarRebuilder rebuilder = Rebuilder(ReadAgain(index), layer, present, length => fetched += length);
        await rebuilder.CompareAsync(TestContext.Current.CancellationToken);
        using MemoryStream rebuilt = new();
        await rebuilder.WriteAsync(rebuilt, TestContext.Current.CancellationToken);

        Assert.Equal(tar, rebuilt.ToArray());
        Assert.InRange(fetched, rebuilder.MissingBytes, rebuilder.MissingBytes + (index.Chunks.Length * (32L << 10)));
        Assert.True(changed == 0 ? fetched == 0 : changed < 10 ? fetched < layer.Length / 4 : fetched > layer.Length / 2, $"{fetched} of {layer.Length}");
    }

    [Fact]
    public async Task Rebuild_FromFilesThatChangeMeanwhile_IsSaid()
    {
        List<(TarEntry Entry, byte[] Content)> files = Files(1);
        byte[] tar = await Tars.MakeAsync([.. files]);
        (byte[] layer, _, ReuseIndex index) = await MakeAsync(tar);
        Dictionary<string, byte[]> present = files.ToDictionary(file => file.Entry.Path, file => file.Content);
        TarRebuilder rebuilder = Rebuilder(index, layer, present, _ => { });
        await rebuilder.CompareAsync(TestContext.Current.CancellationToken);
        present[files[0].Entry.Path] = [];
        await Assert.ThrowsAsync<CosException>(() => rebuilder.WriteAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    /// <summary>Whatever an index says, the outcome is a code or some tar, whose digest tells that it is not the layer's.</summary>
    [Fact]
    public async Task Rebuild_FromADamagedIndex_IsACodeOrAnotherTar()
    {
        List<(TarEntry Entry, byte[] Content)> files = Files(1)[..12];
        byte[] tar = await Tars.MakeAsync([.. files]);
        (byte[] layer, _, ReuseIndex index) = await MakeAsync(tar);
        Dictionary<string, byte[]> present = files.Take(6).ToDictionary(file => file.Entry.Path, file => file.Content);
        byte[] plain = Inflate(ReuseIndexFile.Write(index));
        Random random = new(17);
        int refused = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. plain];
            // Sizes and counts are at the beginning, and before each path.
            damaged[random.Next(12, round % 2 == 0 ? 200 : damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                TarRebuilder rebuilder = Rebuilder(ReuseIndexFile.Read(new MemoryStream(Deflate(damaged)), "index"), layer, present, _ => { });
                await rebuilder.CompareAsync(TestContext.Current.CancellationToken);
                using MemoryStream rebuilt = new();
                await rebuilder.WriteAsync(rebuilt, TestContext.Current.CancellationToken);
                Assert.InRange(rebuilt.Length, 0, 2 * tar.Length);
            }
            catch (CosException failure)
            {
                Assert.Equal("COS7207", failure.Diagnostics[0].Code);
                refused++;
            }
        }
        Assert.InRange(refused, 20, 300);
    }

    private static List<(TarEntry Entry, byte[] Content)> Files(int seed)
    {
        List<(TarEntry, byte[])> files = [];
        for (int i = 0; i < 60; i++)
        {
            int size = i % 20 == 19 ? (3 << 20) + i : i % 5 == 4 ? 100_000 : 1 + (i * 700);
            files.Add((Tars.File($"usr/lib/file-{i:000}", size), SourceRepository.Noise(seed + i, size)));
        }
        return files;
    }

    private async Task<(byte[] Layer, string TarDigest, ReuseIndex Index)> MakeAsync(byte[] tar)
    {
        string archive = _folder["a.package.tar"];
        await File.WriteAllBytesAsync(archive, tar, TestContext.Current.CancellationToken);
        GzipLayer layer = new(archive, Convert.ToHexStringLower(SHA256.HashData(tar)), level: 6);
        using MemoryStream bytes = new();
        await using (Stream stream = await layer.Source.OpenAsync(TestContext.Current.CancellationToken))
        {
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        }
        (string digest, ReuseIndex index) = await layer.Made;
        return (bytes.ToArray(), digest, index);
    }

    private static TarRebuilder Rebuilder(ReuseIndex index, byte[] layer, Dictionary<string, byte[]> present, Action<int> fetched) => new(
        index, layer.Length, path => present.TryGetValue(path, out byte[]? content) ? new MemoryStream(content) : null,
        (offset, length, _) =>
        {
            fetched(length);
            return Task.FromResult(layer[(int)offset..((int)offset + length)]);
        },
        "the layer");

    private static ReuseIndex ReadAgain(ReuseIndex index) => ReuseIndexFile.Read(new MemoryStream(ReuseIndexFile.Write(index)), "index");

    private static byte[] Inflate(byte[] gzip)
    {
        using System.IO.Compression.GZipStream stream = new(new MemoryStream(gzip), System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream plain = new();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Deflate(byte[] plain)
    {
        using MemoryStream bytes = new();
        using (System.IO.Compression.GZipStream stream = new(bytes, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(plain);
        }
        return bytes.ToArray();
    }
}
