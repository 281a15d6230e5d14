using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>
/// Cuts several deltas from the layers of one stream of saved images. Layers may come in any order and each once, however many deltas
/// need it. Those below every line are only walked, and remembered by their digest, so that the next build passes over them.
/// </summary>
/// <remarks>First all layers that <see cref="Needs"/> names are read, then deltas are written. Memory holds entries, never contents.</remarks>
internal sealed class DeltaExtractor : IDisposable
{
    private readonly LayerIndexCache _cache;
    private readonly ContentSpool _spool;
    private readonly HashSet<string> _needed;
    private readonly HashSet<string> _spooled;
    private readonly Dictionary<string, SpooledLayer> _layers = new(StringComparer.Ordinal);

    /// <param name="requests">All deltas that will be written.</param>
    /// <param name="cache">Remembers what layers state.</param>
    /// <param name="spoolFolder">Absolute path of a folder for temporary files.</param>
    public DeltaExtractor(IReadOnlyCollection<DeltaRequest> requests, LayerIndexCache cache, string spoolFolder)
    {
        _cache = cache;
        _needed = requests.SelectMany(request => request.Layers).ToHashSet(StringComparer.Ordinal);
        _spooled = requests.SelectMany(request => request.Layers.Skip(request.Line)).ToHashSet(StringComparer.Ordinal);
        _spool = new ContentSpool(spoolFolder);
    }

    /// <summary>Whether the tar of a layer must be read.</summary>
    /// <param name="digest">The diff id.</param>
    public bool Needs(string digest)
    {
        if (!_needed.Contains(digest) || _layers.ContainsKey(digest))
        {
            return false;
        }
        if (_spooled.Contains(digest) || _cache.TryRead(digest) is not { } index)
        {
            return true;
        }
        _layers[digest] = new SpooledLayer(index, []);
        return false;
    }

    /// <summary>Reads a layer to its end.</summary>
    /// <param name="digest">The diff id, which somebody else has checked or will check before deltas are written.</param>
    /// <param name="tar">The uncompressed layer; may be forward and asynchronous only.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadLayerAsync(string digest, Stream tar, CancellationToken cancellationToken)
    {
        ContentSpool? spool = _spooled.Contains(digest) ? _spool : null;
        _layers[digest] = await LayerReader.ReadAsync(tar, digest, spool, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Remembers the layers that were read, once their digests are known to be true.</summary>
    public void Remember()
    {
        foreach ((string digest, SpooledLayer layer) in _layers)
        {
            _cache.Write(digest, layer.Index);
        }
    }

    /// <summary>Writes the entries of one delta, sorted by path, each after its parents.</summary>
    /// <exception cref="CosException">A layer is missing, or a content is in no layer above the line.</exception>
    public async Task<DeltaResult> WriteAsync(DeltaRequest request, PackageArchiveWriter archive, CancellationToken cancellationToken)
    {
        LayerTree tree = new();
        for (int i = 0; i < request.Layers.Length; i++)
        {
            if (i == request.Line)
            {
                tree.DrawLine();
            }
            SpooledLayer layer = _layers.GetValueOrDefault(request.Layers[i])
                ?? throw new CosException(ArtifactDiagnostics.LayerMissing(request.Layers[i]));
            bool isStep = i >= request.LayersBelowPrelude;
            tree.Apply(layer, request.IsOfInterest(i), entry => isStep && EngineMounts.IsMountPoint(entry, request.IsPodman));
        }
        if (request.Line >= request.Layers.Length)
        {
            tree.DrawLine();
        }
        DeltaSelection selection = DeltaSelection.Select(tree, request);
        await new DeltaWriter(archive, _spool).WriteAsync(selection.Taken, cancellationToken).ConfigureAwait(false);
        return new DeltaResult(selection.Changed, selection.Deleted);
    }

    /// <inheritdoc />
    public void Dispose() => _spool.Dispose();
}
