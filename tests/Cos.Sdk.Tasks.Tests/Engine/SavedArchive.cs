using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

/// <summary>Makes archives of images in the layouts that engines write, from layers of one small file each.</summary>
internal static class SavedArchive
{
    /// <summary>A layer that has one file of that name.</summary>
    public static byte[] Layer(string name, int length = 100)
    {
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            using MemoryStream content = new(new byte[length]);
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = content });
        }
        return stream.ToArray();
    }

    /// <summary>The digest of bytes, <c>sha256:…</c>.</summary>
    public static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>An image of layers, base first.</summary>
    public static ImageDetails Image(string id, int second, params byte[][] layers) => new()
    {
        Id = id,
        Tags = [],
        RepoDigests = [],
        Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + second).AddTicks(1_234_567),
        Platform = "linux/amd64",
        LayerDigests = [.. layers.Select(Digest)],
        Size = 0,
        Environment = [],
        Command = [],
        Labels = new Dictionary<string, string>(),
    };

    /// <summary>Docker to 24: folders named by ids of version 1, in the order of their names; a layer again is a link.</summary>
    public static byte[] Legacy(params (ImageDetails Image, byte[][] Layers)[] images)
    {
        SortedDictionary<string, (string Json, byte[] Layer)> folders = new(StringComparer.Ordinal);
        foreach ((ImageDetails image, byte[][] layers) in images)
        {
            IReadOnlyList<string> ids = LegacyLayerIds.Compute(image.LayerDigests);
            for (int i = 0; i < layers.Length; i++)
            {
                bool last = i == layers.Length - 1;
                string id = last ? Digest(Encoding.UTF8.GetBytes("last layer of " + image.Id))[7..] : ids[i];
                string parent = i == 0 ? "" : $"\"parent\":\"{ids[i - 1]}\",";
                string created = last ? Rfc3339(image.Created) : "1970-01-01T00:00:00Z";
                folders[id] = ($$"""{"id":"{{id}}",{{parent}}"created":"{{created}}"}""", layers[i]);
            }
        }
        return Write(async writer =>
        {
            Dictionary<string, string> written = new(StringComparer.Ordinal);
            foreach ((string id, (string json, byte[] layer)) in folders)
            {
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, id + "/"));
                await AddAsync(writer, id + "/VERSION", Encoding.UTF8.GetBytes("1.0"));
                await AddAsync(writer, id + "/json", Encoding.UTF8.GetBytes(json));
                if (written.TryAdd(Digest(layer), id))
                {
                    await AddAsync(writer, id + "/layer.tar", layer);
                }
                else
                {
                    await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, id + "/layer.tar")
                    {
                        LinkName = $"../{written[Digest(layer)]}/layer.tar",
                    });
                }
            }
            await AddAsync(writer, "manifest.json", "[]"u8.ToArray());
        });
    }

    /// <summary>Podman: layers by digest, then folders with links.</summary>
    public static byte[] Podman(params byte[][] layers) => Write(async writer =>
    {
        foreach (byte[] layer in layers)
        {
            await AddAsync(writer, Digest(layer)[7..] + ".tar", layer);
        }
        await AddAsync(writer, "manifest.json", "[]"u8.ToArray());
    });

    /// <summary>Docker from 25: blobs in the order of their names, then the index. Compressed layers have another name than their digest.</summary>
    public static byte[] Oci(Func<byte[], byte[]>? compress, params (ImageDetails Image, byte[][] Layers)[] images)
    {
        SortedDictionary<string, byte[]> blobs = new(StringComparer.Ordinal);
        foreach ((ImageDetails image, byte[][] layers) in images)
        {
            byte[][] packed = [.. layers.Select(layer => compress is null ? layer : compress(layer))];
            byte[] configuration = Encoding.UTF8.GetBytes(
                $$$"""{"id":"{{{image.Id}}}","rootfs":{"type":"layers","diff_ids":[{{{string.Join(',', layers.Select(layer => $"\"{Digest(layer)}\""))}}}]}}""");
            byte[] manifest = Encoding.UTF8.GetBytes(
                $$$"""{"config":{"digest":"{{{Digest(configuration)}}}"},"layers":[{{{string.Join(',', packed.Select(layer => $"{{\"digest\":\"{Digest(layer)}\"}}"))}}}]}""");
            foreach (byte[] blob in packed.Append(configuration).Append(manifest))
            {
                blobs[Digest(blob)[7..]] = blob;
            }
        }
        return Write(async writer =>
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, "blobs/"));
            foreach ((string name, byte[] blob) in blobs)
            {
                await AddAsync(writer, "blobs/sha256/" + name, blob);
            }
            await AddAsync(writer, "index.json", "{}"u8.ToArray());
            await AddAsync(writer, "manifest.json", "[]"u8.ToArray());
        });
    }

    /// <summary>An archive of entries as they are given.</summary>
    public static byte[] Of(params (string Name, byte[] Content)[] entries) => Write(async writer =>
    {
        foreach ((string name, byte[] content) in entries)
        {
            await AddAsync(writer, name, content);
        }
    });

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }
        return stream.ToArray();
    }

    public static byte[] Zstd(byte[] content)
    {
        using ZstdSharp.Compressor compressor = new();
        return compressor.Wrap(content).ToArray();
    }

    private static string Rfc3339(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "89Z";

    private static byte[] Write(Func<TarWriter, Task> write)
    {
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            write(writer).GetAwaiter().GetResult();
        }
        return stream.ToArray();
    }

    private static async Task AddAsync(TarWriter writer, string name, byte[] content)
    {
        using MemoryStream stream = new(content);
        await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = stream });
    }
}
