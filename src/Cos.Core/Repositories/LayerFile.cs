using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Repositories;

/// <summary>One file of a layer, read forward; its disposal closes the layer.</summary>
internal sealed class LayerFile : PassThroughStream
{
    private readonly Stream _layer;
    private readonly DecompressionStream _decompressed;
    private readonly TarStreamReader _tar;

    private LayerFile(Stream layer, DecompressionStream decompressed, TarStreamReader tar)
        : base(tar.Content)
    {
        _layer = layer;
        _decompressed = decompressed;
        _tar = tar;
    }

    /// <summary>Finds a file.</summary>
    /// <param name="layer">The layer, compressed or not; disposed with what is returned, or at once when the file is not there.</param>
    /// <param name="fileName">A name at the layer's top.</param>
    /// <param name="place">What messages call the layer.</param>
    /// <param name="limits">What the layer may hold.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null when it is not in the layer.</returns>
    public static async Task<Stream?> OpenAsync(Stream layer, string fileName, string place, TarLimits limits, CancellationToken cancellationToken)
    {
        DecompressionStream decompressed = await DecompressionStream.OpenAsync(layer, DecompressionLimits.Default, place, cancellationToken).ConfigureAwait(false);
        TarStreamReader tar = new(decompressed, limits, place);
        bool found = false;
        try
        {
            while (!found && await tar.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                found = entry.Kind == TarEntryKind.File && entry.Path == fileName;
            }
            return found ? new LayerFile(layer, decompressed, tar) : null;
        }
        finally
        {
            if (!found)
            {
                await tar.DisposeAsync().ConfigureAwait(false);
                await decompressed.DisposeAsync().ConfigureAwait(false);
                await layer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync().ConfigureAwait(false);
        await _decompressed.DisposeAsync().ConfigureAwait(false);
        await _layer.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
