using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>A layer that was made of a package's archive.</summary>
/// <param name="Descriptor">Digest and size of the layer as it is stored.</param>
/// <param name="TarDigest">Digest of its tar.</param>
internal sealed record MadeLayer(ContentDescriptor Descriptor, string TarDigest);

/// <summary>
/// Remembers which layer an archive became, so that another repository can be asked whether it has it, or take it from one that has,
/// before anything is compressed or sent. Thread-safe.
/// </summary>
/// <param name="file">Absolute path; a damaged or missing file is an empty one.</param>
internal sealed class LayerRecords(string file)
{
    private readonly ConcurrentDictionary<string, MadeLayer> _layers = Read(file);

    /// <summary>The layer of an archive; null when it is not known.</summary>
    public MadeLayer? Find(string sha256) => _layers.GetValueOrDefault(sha256);

    /// <summary>Adds a layer.</summary>
    public void Add(string sha256, MadeLayer layer) => _layers[sha256] = layer;

    /// <summary>Writes the file.</summary>
    public void Save()
    {
        string beside = $"{file}.{Path.GetRandomFileName()}";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            File.WriteAllText(beside, JsonSerializer.Serialize(_layers.ToImmutableSortedDictionary(StringComparer.Ordinal), LayerRecordsJsonContext.Default.ImmutableSortedDictionaryStringMadeLayer));
            File.Move(beside, file, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static ConcurrentDictionary<string, MadeLayer> Read(string file)
    {
        try
        {
            ImmutableSortedDictionary<string, MadeLayer>? read = File.Exists(file)
                ? JsonSerializer.Deserialize(File.ReadAllText(file), LayerRecordsJsonContext.Default.ImmutableSortedDictionaryStringMadeLayer)
                : null;
            return new ConcurrentDictionary<string, MadeLayer>(
                (read ?? ImmutableSortedDictionary<string, MadeLayer>.Empty)
                    .Where(item => ContentDigest.IsValid(item.Value?.Descriptor?.Digest) && ContentDigest.IsValid(item.Value!.TarDigest)),
                StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return new ConcurrentDictionary<string, MadeLayer>(StringComparer.Ordinal);
        }
    }
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(ImmutableSortedDictionary<string, MadeLayer>))]
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class LayerRecordsJsonContext : JsonSerializerContext;
