using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Fetching;

/// <summary>An image in a tar file: an OCI archive, or what <c>docker save</c> writes. Nothing of it is unpacked.</summary>
internal sealed class ImageArchive : IDisposable
{
    private const int MaximumEntries = 20_000;
    private const int MaximumJson = 4 << 20;
    private const int MaximumDepth = 4;
    private const string NameAnnotation = "org.opencontainers.image.ref.name";

    private readonly FileStream _file;
    private readonly Dictionary<string, (long Offset, long Length)> _entries = new(StringComparer.Ordinal);

    private ImageArchive(FileStream file) => _file = file;

    /// <summary>Opens an archive and notes where its entries are.</summary>
    /// <exception cref="InvalidDataException">It is no tar.</exception>
    public static async Task<ImageArchive> OpenAsync(string path, CancellationToken cancellationToken)
    {
        ImageArchive archive = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        try
        {
            await archive.ScanAsync(cancellationToken).ConfigureAwait(false);
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>Finds the image for a platform.</summary>
    /// <param name="name">Its name in the archive, where that has several; empty for the only one.</param>
    /// <param name="platform">What it has to be for.</param>
    /// <exception cref="InvalidDataException">There is none, or more than one; the message says which.</exception>
    public ArchivedImage Find(string name, ImagePlatform platform)
    {
        ArchivedImage image = _entries.ContainsKey("index.json") ? FindOci(name, platform)
            : _entries.ContainsKey("manifest.json") ? FindSaved(name)
            : throw new InvalidDataException("it has neither index.json (OCI) nor manifest.json (docker save)");
        ImageConfiguration configuration = Parse(image.Configuration, RegistryJsonContext.Default.ImageConfiguration);
        ImagePlatform actual = new() { Os = configuration.Os, Architecture = configuration.Architecture, Variant = configuration.Variant };
        return !platform.Accepts(actual) ? throw new InvalidDataException($"its image is for {actual}, not for {platform}")
            : configuration.Rootfs.DiffIds.Length != image.Layers.Length ? throw new InvalidDataException("its image has other layers than its configuration says")
            : image;
    }

    /// <summary>Reads a piece of the file; the stream is the caller's, the archive has to stay open.</summary>
    public Stream Open(ArchivedLayer layer) => new FileSlice(_file, layer.Offset, layer.Length);

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private async Task ScanAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string> links = new(StringComparer.Ordinal);
        TarReader reader = new(_file, leaveOpen: true);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                string name = Normalize(entry.Name);
                if (_entries.Count + links.Count > MaximumEntries)
                {
                    throw new InvalidDataException($"it has more than {MaximumEntries} entries");
                }
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                {
                    _entries[name] = (entry.DataOffset, entry.Length);
                }
                else if (entry.EntryType == TarEntryType.SymbolicLink)
                {
                    links[name] = Normalize(Path.Combine(Path.GetDirectoryName(name) ?? "", entry.LinkName));
                }
            }
        }
        // Older engines link layers that several images have.
        foreach ((string name, string target) in links)
        {
            if (_entries.TryGetValue(target, out (long, long) place))
            {
                _entries[name] = place;
            }
        }
    }

    private ArchivedImage FindOci(string name, ImagePlatform platform)
    {
        ContentDescriptor[] found = [.. Flatten(Parse(ReadJson("index.json"), RegistryJsonContext.Default.ImageIndex), "", 0)
            .Where(item => name.Length == 0 || item.Name == name || item.Name.EndsWith(":" + name, StringComparison.Ordinal))
            .Select(item => item.Manifest)
            .Where(manifest => manifest.Platform is null || platform.Accepts(manifest.Platform))
            .DistinctBy(manifest => manifest.Digest)];
        ContentDescriptor only = Only(found, name, platform.ToString());
        ImageManifest manifest = Parse(ReadBlob(only.Digest), RegistryJsonContext.Default.ImageManifest);
        byte[] configuration = ReadBlob(manifest.Config?.Digest ?? "");
        return new ArchivedImage(configuration, [.. manifest.Layers.Select(layer => LayerAt(BlobOf(layer.Digest), layer.Digest))]);
    }

    private IEnumerable<(ContentDescriptor Manifest, string Name)> Flatten(ImageIndex index, string name, int depth)
    {
        foreach (ContentDescriptor item in index.Manifests.Where(_ => depth < MaximumDepth))
        {
            string called = item.Annotations?.GetValueOrDefault(NameAnnotation) ?? name;
            foreach ((ContentDescriptor, string) found in MediaTypes.IsIndex(item.MediaType)
                ? Flatten(Parse(ReadBlob(item.Digest), RegistryJsonContext.Default.ImageIndex), called, depth + 1)
                : [(item, called)])
            {
                yield return found;
            }
        }
    }

    private ArchivedImage FindSaved(string name)
    {
        SavedManifest[] found = [.. Parse(ReadJson("manifest.json"), SavedManifestJson.Default.SavedManifestArray)
            .Where(image => name.Length == 0 || image.RepoTags?.Contains(name) == true)];
        SavedManifest image = Only(found, name, "");
        return new ArchivedImage(ReadJson(Normalize(image.Config)), [.. (image.Layers ?? []).Select(layer => LayerAt(Normalize(layer), ""))]);
    }

    private static T Only<T>(T[] found, string name, string platform) => found switch
    {
        [var only] => only,
        [] => throw new InvalidDataException($"it has no image{(name.Length > 0 ? $" called {name}" : "")}{(platform.Length > 0 ? $" for {platform}" : "")}"),
        _ => throw new InvalidDataException($"it has {found.Length} images: name one in the metadata Image"),
    };

    private ArchivedLayer LayerAt(string entry, string digest) => _entries.TryGetValue(entry, out (long Offset, long Length) place)
        ? new ArchivedLayer(digest, place.Offset, place.Length)
        : throw new InvalidDataException($"it has no {entry}");

    private byte[] ReadBlob(string digest)
    {
        byte[] content = ReadJson(BlobOf(digest));
        return ContentDigest.Of(content) == digest ? content : throw new InvalidDataException($"the content of {digest} is another one");
    }

    private static string BlobOf(string digest) => ContentDigest.IsValid(digest)
        ? "blobs/sha256/" + digest["sha256:".Length..]
        : throw new InvalidDataException($"'{digest}' is no digest");

    private byte[] ReadJson(string entry)
    {
        ArchivedLayer place = LayerAt(entry, "");
        if (place.Length > MaximumJson)
        {
            throw new InvalidDataException($"its {entry} is larger than {MaximumJson >> 20} MiB");
        }
        byte[] content = new byte[place.Length];
        _file.Position = place.Offset;
        _file.ReadExactly(content);
        return content;
    }

    private static T Parse<T>(byte[] json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException("a part of it is empty");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("a part of it is no JSON of an image", exception);
        }
    }

    private static string Normalize(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }
        return string.Join('/', parts);
    }
}

/// <summary>An image of an archive.</summary>
/// <param name="Configuration">Its configuration as it is; the image is known by its digest.</param>
/// <param name="Layers">Lowest first.</param>
internal sealed record ArchivedImage(byte[] Configuration, ImmutableArray<ArchivedLayer> Layers);

/// <summary>Where a layer is in the file.</summary>
/// <param name="Digest">What its bytes have to be; empty where only the engine can tell.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes.</param>
internal sealed record ArchivedLayer(string Digest, long Offset, long Length);

/// <summary>An entry of the manifest that <c>docker save</c> writes.</summary>
internal sealed record SavedManifest
{
    /// <summary>Path of the configuration.</summary>
    public string Config { get; init; } = "";

    /// <summary>Names; null for none.</summary>
    public ImmutableArray<string>? RepoTags { get; init; }

    /// <summary>Paths of the layers.</summary>
    public ImmutableArray<string>? Layers { get; init; }
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(SavedManifest[]))]
internal sealed partial class SavedManifestJson : JsonSerializerContext;
