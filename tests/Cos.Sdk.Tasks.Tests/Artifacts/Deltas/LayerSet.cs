using System.Collections.Immutable;
using System.Security.Cryptography;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Artifacts.Deltas;

/// <summary>Layers that were made for a test, and what is cut from them.</summary>
internal sealed class LayerSet : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _tars = new(StringComparer.Ordinal);

    public string CacheFolder => _folder["cache"];

    public List<string> ReadDigests { get; } = [];

    /// <summary>Adds a layer; gives its diff id.</summary>
    public async Task<string> AddAsync(params (TarEntry Entry, byte[] Content)[] entries)
    {
        byte[] tar = await Tars.MakeAsync(entries);
        string digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(tar));
        _tars[digest] = tar;
        return digest;
    }

    public static DeltaRequest Request(ImmutableArray<string> layers, int below, DeltaMode mode = DeltaMode.Added, Func<string, bool>? takes = null) => new()
    {
        Layers = layers,
        LayersBelowSteps = below,
        LayersBelowCopies = below,
        LayersBelowPrelude = below,
        Mode = mode,
        Takes = takes ?? (_ => true),
    };

    /// <summary>Cuts one delta, its layers coming in the given order of arrival.</summary>
    public async Task<(byte[] Archive, DeltaResult Result)> CutAsync(DeltaRequest request, IEnumerable<string>? arrival = null) =>
        (await CutAsync([request], arrival))[0];

    public async Task<List<(byte[] Archive, DeltaResult Result)>> CutAsync(DeltaRequest[] requests, IEnumerable<string>? arrival = null)
    {
        using DeltaExtractor extractor = new(requests, new LayerIndexCache(CacheFolder), _folder["spool"]);
        foreach (string digest in arrival ?? _tars.Keys)
        {
            if (extractor.Needs(digest))
            {
                ReadDigests.Add(digest);
                await extractor.ReadLayerAsync(digest, new AsyncOnlyStream(new MemoryStream(_tars[digest]), 3000), default);
            }
        }
        extractor.Remember();
        List<(byte[], DeltaResult)> results = [];
        foreach (DeltaRequest request in requests)
        {
            await using PackageArchiveWriter writer = new(_folder["delta.tar"], Compression.None, 1_000_000_000);
            DeltaResult result = await extractor.WriteAsync(request, writer, default);
            await writer.CompleteAsync(default);
            results.Add((await File.ReadAllBytesAsync(_folder["delta.tar"]), result));
        }
        return results;
    }

    public void Dispose() => _folder.Dispose();
}
