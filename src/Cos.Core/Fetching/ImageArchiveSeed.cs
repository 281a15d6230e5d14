using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Registry;
using ZstdSharp;
using ImagePlatform = Cos.Sdk.Registry.ImagePlatform;

namespace Cos.Sdk.Fetching;

/// <summary>A seed that is an image in an archive. The engine gets it in the form that all engines read, with its configuration byte for byte.</summary>
internal sealed class ImageArchiveSeed(SeedImage seed)
{
    private static readonly byte[] ZstdMagic = [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>What the archive is; a lock of the same archive is returned as it is.</summary>
    /// <exception cref="CosException">COS7517 missing, COS7450 without the image.</exception>
    public async Task<LockedSeed> DescribeAsync(LockedSeed? locked, CancellationToken cancellationToken)
    {
        string hash = await TarballSeed.HashAsync(seed, cancellationToken).ConfigureAwait(false);
        return locked?.Tarball == hash
            ? locked
            : await ReadAsync(
                (_, image) => Task.FromResult(new LockedSeed { Tarball = hash, RootFileSystem = ContentDigest.Of(image.Configuration) }), cancellationToken)
                .ConfigureAwait(false);
    }

    /// <summary>Gives the engine the image, under the seed's reference.</summary>
    public Task<bool> LoadAsync(IImageEngine engine, CancellationToken cancellationToken) => ReadAsync(
        async (archive, image) =>
        {
            foreach (ArchivedLayer layer in image.Layers.Where(layer => layer.Digest.Length > 0))
            {
                Stream content = archive.Open(layer);
                await using (content.ConfigureAwait(false))
                {
                    string actual = ContentDigest.Format(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
                    if (actual != layer.Digest)
                    {
                        throw new InvalidDataException($"the content of {layer.Digest} is another one");
                    }
                }
            }
            return await StreamFeed.RunAsync(
                (output, token) => WriteAsync(archive, image, output, token),
                async stream =>
                {
                    await engine.LoadImagesAsync(stream, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    private async Task<T> ReadAsync<T>(Func<ImageArchive, ArchivedImage, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            using ImageArchive archive = await ImageArchive.OpenAsync(seed.Tarball, cancellationToken).ConfigureAwait(false);
            return await use(archive, archive.Find(seed.ImageName, ImagePlatform.Parse(seed.Platform))).ConfigureAwait(false);
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException or ZstdException)
        {
            throw new CosException(FetchingDiagnostics.ImageArchiveUnusable(seed.Location, seed.Reference, seed.Tarball, damage.Message), damage);
        }
    }

    private async Task WriteAsync(ImageArchive archive, ArchivedImage image, Stream output, CancellationToken cancellationToken)
    {
        string configuration = ContentDigest.Of(image.Configuration)["sha256:".Length..] + ".json";
        string[] layers = [.. image.Layers.Select((_, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"layer-{i}.tar"))];
        SavedManifest manifest = new() { Config = configuration, RepoTags = [seed.Reference], Layers = [.. layers] };
        TarWriter tar = new(output, TarEntryFormat.Pax, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            await AddAsync(tar, configuration, new MemoryStream(image.Configuration), cancellationToken).ConfigureAwait(false);
            foreach ((ArchivedLayer layer, string name) in image.Layers.Zip(layers))
            {
                await AddAsync(tar, name, await OpenAsync(archive, layer, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            string text = JsonSerializer.Serialize(new[] { manifest }, SavedManifestJson.Default.SavedManifestArray);
            await AddAsync(tar, "manifest.json", new MemoryStream(Encoding.UTF8.GetBytes(text)), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Engines unpack gzip; older ones no zstd, which is therefore unpacked here, into a file that goes when it is closed.</summary>
    private static async Task<Stream> OpenAsync(ImageArchive archive, ArchivedLayer layer, CancellationToken cancellationToken)
    {
        Stream content = archive.Open(layer);
        byte[] magic = new byte[ZstdMagic.Length];
        int count = await content.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        content.Position = 0;
        if (count < magic.Length || !magic.AsSpan().SequenceEqual(ZstdMagic))
        {
            return content;
        }
        FileStream unpacked = new(
            Path.Combine(Path.GetTempPath(), "cos-layer-" + Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        DecompressionStream layers = new(content);
        await using (layers.ConfigureAwait(false))
        {
            await layers.CopyToAsync(unpacked, cancellationToken).ConfigureAwait(false);
        }
        unpacked.Position = 0;
        return unpacked;
    }

    private static async Task AddAsync(TarWriter tar, string name, Stream content, CancellationToken cancellationToken)
    {
        await using (content.ConfigureAwait(false))
        {
            PaxTarEntry entry = new(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch };
            await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
        }
    }
}
