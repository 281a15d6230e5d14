using System.Formats.Tar;
using System.Text.Json;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>
/// Reads the archive of one or several saved images in one pass and hands out the layers that are wanted, each once, in the archive's order.
/// </summary>
/// <remarks>
/// Three layouts are read: folders with <c>json</c> and <c>layer.tar</c> (Docker to 24), <c>{digest}.tar</c> (Podman) and OCI blobs, also
/// compressed (Docker from 25). A layer that cannot be told by its name or by what came before it goes through a file in the temporary
/// folder, until its digest or a later document tells. Every layer that is handed out is checked against its digest. Reading ends with
/// the last wanted layer.
/// </remarks>
internal sealed class SavedImageReader
{
    private const int MaxDocumentLength = 4 << 20;

    private readonly SavedLayerIndex _index;
    private readonly string _temporaryFolder;
    private readonly HashSet<SavedLayer> _wanted = [];
    private readonly Dictionary<string, IReadOnlyList<SavedLayer>> _described = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LayerSpool> _compressed = new(StringComparer.Ordinal);
    private readonly Func<SavedLayer, Stream, CancellationToken, Task> _read;

    private SavedImageReader(
        SavedLayerIndex index, string temporaryFolder, Func<SavedLayer, Stream, CancellationToken, Task> read)
    {
        _index = index;
        _temporaryFolder = temporaryFolder;
        _read = read;
    }

    /// <summary>Reads an archive.</summary>
    /// <param name="archive">What <see cref="IImageEngine.SaveImagesAsync"/> gave; may be forward-only and asynchronous only.</param>
    /// <param name="images">The images whose layers are of interest.</param>
    /// <param name="temporaryFolder">An existing folder for layers that cannot be told at once; nothing is left in it.</param>
    /// <param name="choose">Called once for each layer, before anything is read.</param>
    /// <param name="read">Called with each chosen layer and its uncompressed tar, which is asynchronous only. It need not read to the end.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CosException">The archive is damaged, or lacks a chosen layer.</exception>
    public static async Task ReadAsync(
        Stream archive,
        IReadOnlyList<ImageDetails> images,
        string temporaryFolder,
        Func<SavedLayer, LayerAction> choose,
        Func<SavedLayer, Stream, CancellationToken, Task> read,
        CancellationToken cancellationToken)
    {
        SavedLayerIndex index = new(images);
        SavedImageReader reader = new(index, temporaryFolder, read);
        foreach (SavedLayer layer in index.Layers)
        {
            if (choose(layer) == LayerAction.Read)
            {
                reader._wanted.Add(layer);
            }
        }
        try
        {
            await reader.ReadAsync(archive, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (LayerSpool spool in reader._compressed.Values)
            {
                await spool.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task ReadAsync(Stream archive, CancellationToken cancellationToken)
    {
        TarReader tar = new(archive, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            while (_wanted.Count > 0 && await NextAsync(tar, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (entry.DataStream is { } content)
                {
                    await ReadEntryAsync(SavedEntryName.Parse(entry.Name), new SavedEntryStream(content, entry.Length), entry.Length, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        if (_wanted.Count > 0)
        {
            throw new CosException(EngineDiagnostics.MissingLayer(_wanted.Select(layer => layer.Digest).Order(StringComparer.Ordinal).First()));
        }
    }

    private async Task ReadEntryAsync(SavedEntryName name, Stream content, long length, CancellationToken cancellationToken)
    {
        switch (name.Kind)
        {
            case SavedEntryKind.LegacyDescription:
                using (JsonDocument? description = await ParseAsync(content, length, cancellationToken).ConfigureAwait(false))
                {
                    _described[name.Id] = description is null ? [] : _index.FindLast(description.RootElement);
                }
                break;
            case SavedEntryKind.LegacyLayer:
                await ReadLegacyLayerAsync(name.Id, content, cancellationToken).ConfigureAwait(false);
                break;
            case SavedEntryKind.DigestLayer when _index.FindDigest("sha256:" + name.Id) is { } layer:
                await DeliverAsync(layer, content, cancellationToken).ConfigureAwait(false);
                break;
            case SavedEntryKind.Blob:
                await ReadBlobAsync("sha256:" + name.Id, content, length, cancellationToken).ConfigureAwait(false);
                break;
            default:
                break;
        }
    }

    private async Task ReadLegacyLayerAsync(string id, Stream content, CancellationToken cancellationToken)
    {
        IReadOnlyList<SavedLayer> candidates = _index.FindLegacyId(id) is { } known ? [known] : _described.GetValueOrDefault(id, []);
        if (candidates.Count == 1)
        {
            await DeliverAsync(candidates[0], content, cancellationToken).ConfigureAwait(false);
        }
        else if (candidates.Count == 0 || candidates.Any(_wanted.Contains))
        {
            await IdentifyAsync(content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps a layer that nothing describes in a file until its digest is known.</summary>
    private async Task IdentifyAsync(Stream content, CancellationToken cancellationToken)
    {
        LayerSpool spool = await LayerSpool.CreateAsync(_temporaryFolder, content, cancellationToken).ConfigureAwait(false);
        await using (spool.ConfigureAwait(false))
        {
            if (_index.FindDigest(spool.Digest) is { } layer)
            {
                await DeliverAsync(layer, spool.Open(), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadBlobAsync(string digest, Stream content, long length, CancellationToken cancellationToken)
    {
        if (_index.FindDigest(digest) is { } named)
        {
            await DeliverAsync(named, content, cancellationToken).ConfigureAwait(false);
            return;
        }
        ReadOnlyMemory<byte> prefix = await PeekAsync(content, cancellationToken).ConfigureAwait(false);
        PrefixedStream whole = new(prefix, content);
        if (LayerCompression.IsCompressed(prefix.Span))
        {
            await ReadCompressedAsync(digest, whole, cancellationToken).ConfigureAwait(false);
        }
        else if (!LayerCompression.IsTar(prefix.Span))
        {
            using JsonDocument? document = await ParseAsync(whole, length, cancellationToken).ConfigureAwait(false);
            if (document is not null)
            {
                _index.AddDocument(digest, document.RootElement);
                await ReadSpooledAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadCompressedAsync(string blob, PrefixedStream content, CancellationToken cancellationToken)
    {
        if (_index.FindBlob(blob) is not { } digest)
        {
            _compressed[blob] = await LayerSpool.CreateAsync(_temporaryFolder, content, cancellationToken).ConfigureAwait(false);
        }
        else if (_index.FindDigest(digest) is { } layer)
        {
            await DeliverAsync(layer, content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hands out the compressed layers that the documents read so far explain.</summary>
    private async Task ReadSpooledAsync(CancellationToken cancellationToken)
    {
        foreach (string blob in _compressed.Keys.ToArray())
        {
            if (_index.FindBlob(blob) is { } digest)
            {
                LayerSpool spool = _compressed[blob];
                if (_index.FindDigest(digest) is { } layer)
                {
                    await DeliverAsync(layer, spool.Open(), cancellationToken).ConfigureAwait(false);
                }
                _compressed.Remove(blob);
                await spool.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task DeliverAsync(SavedLayer layer, Stream content, CancellationToken cancellationToken)
    {
        if (!_wanted.Remove(layer))
        {
            return;
        }
        ReadOnlyMemory<byte> prefix = await PeekAsync(content, cancellationToken).ConfigureAwait(false);
        Stream plain = LayerCompression.Decompress(new PrefixedStream(prefix, content), prefix.Span);
        LayerStream stream = new(plain);
        await using (plain.ConfigureAwait(false))
        await using (stream.ConfigureAwait(false))
        {
            await _read(layer, stream, cancellationToken).ConfigureAwait(false);
            string digest = await stream.FinishAsync(cancellationToken).ConfigureAwait(false);
            if (digest != layer.Digest)
            {
                throw new CosException(EngineDiagnostics.LayerDigestMismatch(layer.Digest, digest));
            }
        }
    }

    private static async Task<TarEntry?> NextAsync(TarReader tar, CancellationToken cancellationToken)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            throw new CosException(EngineDiagnostics.MalformedSavedImage(exception.Message), exception);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> PeekAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await PrefixedStream.PeekAsync(content, LayerCompression.PrefixLength, cancellationToken).ConfigureAwait(false);
        }
        catch (EndOfStreamException exception)
        {
            throw new CosException(EngineDiagnostics.MalformedSavedImage(exception.Message), exception);
        }
    }

    /// <summary>A small JSON document; null when it is none.</summary>
    private static async Task<JsonDocument?> ParseAsync(Stream content, long length, CancellationToken cancellationToken)
    {
        if (length > MaxDocumentLength)
        {
            return null;
        }
        try
        {
            return await JsonDocument.ParseAsync(content, new JsonDocumentOptions { MaxDepth = 64 }, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (EndOfStreamException exception)
        {
            throw new CosException(EngineDiagnostics.MalformedSavedImage(exception.Message), exception);
        }
    }
}
