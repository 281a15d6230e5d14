using System.Globalization;
using System.Text.Json;

namespace Cos.Sdk.Engine;

/// <summary>
/// Knows the layers of the wanted images and tells, from names and small documents of the archive, which layer an entry holds.
/// </summary>
internal sealed class SavedLayerIndex
{
    /// <summary>Parsers differ in how they treat nanoseconds.</summary>
    private static readonly TimeSpan DateTolerance = TimeSpan.FromMicroseconds(1);

    private readonly Dictionary<string, SavedLayer> _byDigest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byLegacyId = new(StringComparer.Ordinal);
    private readonly List<(string Parent, ImageDetails Image)> _lastLayers = [];
    private readonly Dictionary<string, string[]> _diffIdsByConfiguration = new(StringComparer.Ordinal);
    private readonly List<(string Configuration, string[] Blobs)> _manifests = [];

    public SavedLayerIndex(IReadOnlyList<ImageDetails> images)
    {
        Dictionary<string, List<LayerUse>> uses = new(StringComparer.Ordinal);
        foreach (ImageDetails image in images.DistinctBy(image => image.Id))
        {
            IReadOnlyList<string> legacyIds = LegacyLayerIds.Compute(image.LayerDigests);
            for (int i = 0; i < image.LayerDigests.Count; i++)
            {
                if (!uses.TryGetValue(image.LayerDigests[i], out List<LayerUse>? list))
                {
                    uses[image.LayerDigests[i]] = list = [];
                }
                list.Add(new LayerUse(image, i));
                _byLegacyId[legacyIds[i]] = image.LayerDigests[i];
            }
            if (image.LayerDigests.Count > 0)
            {
                _lastLayers.Add((image.LayerDigests.Count > 1 ? legacyIds[^2] : "", image));
            }
        }
        foreach ((string digest, List<LayerUse> list) in uses)
        {
            _byDigest[digest] = new SavedLayer(digest, list);
        }
    }

    /// <summary>Every layer once.</summary>
    public IReadOnlyCollection<SavedLayer> Layers => _byDigest.Values;

    /// <summary>The layer with this digest; null when no wanted image has it.</summary>
    public SavedLayer? FindDigest(string digest) => _byDigest.GetValueOrDefault(digest);

    /// <summary>The layer in the folder of this name, for layers that others follow; null when the name does not tell.</summary>
    public SavedLayer? FindLegacyId(string id) => _byLegacyId.TryGetValue(id, out string? digest) ? _byDigest[digest] : null;

    /// <summary>The layers that may be described by a folder's <c>json</c> document: last layers of images with that parent and date.</summary>
    public IReadOnlyList<SavedLayer> FindLast(JsonElement description)
    {
        string parent = Text(description, "parent") ?? "";
        List<ImageDetails> images = [.. _lastLayers.Where(last => last.Parent == parent).Select(last => last.Image)];
        if (images.Count > 1 && DateTimeOffset.TryParse(
            Text(description, "created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset created))
        {
            List<ImageDetails> dated = [.. images.Where(image => (image.Created - created).Duration() < DateTolerance)];
            images = dated.Count > 0 ? dated : images;
        }
        return [.. images.Select(image => image.LayerDigests[^1]).Distinct(StringComparer.Ordinal).Select(digest => _byDigest[digest])];
    }

    /// <summary>Takes note of a blob that is an image's configuration or manifest: together they tell what compressed blobs hold.</summary>
    public void AddDocument(string digest, JsonElement document)
    {
        if (Member(document, "rootfs", out JsonElement rootfs) && Member(rootfs, "diff_ids", out JsonElement ids))
        {
            _diffIdsByConfiguration[digest] = [.. Strings(ids)];
        }
        else if (Member(document, "config", out JsonElement configuration) && Text(configuration, "digest") is { } name
            && Member(document, "layers", out JsonElement layers) && layers.ValueKind == JsonValueKind.Array)
        {
            _manifests.Add((name, [.. layers.EnumerateArray().Select(layer => Text(layer, "digest") ?? "")]));
        }
    }

    /// <summary>The digest of the layer in a compressed blob; null when the documents seen so far do not tell.</summary>
    public string? FindBlob(string digest)
    {
        foreach ((string configuration, string[] blobs) in _manifests)
        {
            int index = Array.IndexOf(blobs, digest);
            if (index >= 0 && _diffIdsByConfiguration.TryGetValue(configuration, out string[]? ids) && index < ids.Length)
            {
                return ids[index];
            }
        }
        return null;
    }

    private static IEnumerable<string> Strings(JsonElement array) => array.ValueKind == JsonValueKind.Array
        ? array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
        : [];

    private static bool Member(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value);
    }

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
