using Cos.Device.Images;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories.Reuse;

namespace Cos.Device.Sources;

/// <summary>Brings a layer out of a registry into a tree; of one with an index of its files only what the present system does not have.</summary>
/// <param name="reuse">Compares with the present system.</param>
/// <param name="output">Takes what is fetched.</param>
internal sealed class LayerWriter(LayerReuse reuse, TextWriter output)
{
    /// <summary>Writes a layer. Size and digest are those of the manifest, or this throws.</summary>
    /// <param name="client">Speaks to the registry.</param>
    /// <param name="image">Where the layer is.</param>
    /// <param name="layer">The layer as it is stored.</param>
    /// <param name="tarDigest">Digest of its tar.</param>
    /// <param name="tree">Takes it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ReuseException">What was put together is not the layer; it has to be fetched as a whole.</exception>
    public async Task WriteAsync(
        RegistryClient client, ImageReference image, ContentDescriptor layer, string tarDigest, TreeWriter tree, CancellationToken cancellationToken)
    {
        string name = $"the layer {layer.Digest} of {image.Name}";
        if (await reuse.CompareAsync(client, image, layer, fetch: null, cancellationToken).ConfigureAwait(false) is { } rebuilder)
        {
            await RebuildAsync(rebuilder, name, tarDigest, tree, cancellationToken).ConfigureAwait(false);
            return;
        }
        await output.WriteLineAsync($"fetching {ImageFile.Describe(layer.Size)}").ConfigureAwait(false);
        Stream stored = await client.OpenBlobAsync(image, layer, cancellationToken).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            DecompressionStream content = await DecompressionStream.OpenAsync(stored, DecompressionLimits.Default, name, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                string actual = await WriteTarAsync(content, name, tree, cancellationToken).ConfigureAwait(false);
                if (actual != tarDigest)
                {
                    throw new CosException(RegistryDiagnostics.DigestMismatch($"the content of {name}", tarDigest, actual));
                }
            }
            // The stream checks itself at its end.
            await stored.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RebuildAsync(TarRebuilder rebuilder, string name, string tarDigest, TreeWriter tree, CancellationToken cancellationToken)
    {
        string actual;
        try
        {
            Stream tar = LayerReuse.Open(rebuilder, cancellationToken);
            await using (tar.ConfigureAwait(false))
            {
                actual = await WriteTarAsync(tar, name, tree, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CosException failure)
        {
            throw new ReuseException(failure.Diagnostics[0].Message);
        }
        if (actual != tarDigest)
        {
            throw new ReuseException($"{name} cannot be put together from its index");
        }
    }

    private static async Task<string> WriteTarAsync(Stream content, string name, TreeWriter tree, CancellationToken cancellationToken)
    {
        using HashingStream tar = new(content);
        await tree.WriteAsync(tar, name, cancellationToken).ConfigureAwait(false);
        await tar.DrainAsync(cancellationToken).ConfigureAwait(false);
        return "sha256:" + tar.GetSha256();
    }
}

/// <summary>A layer could not be put together from what is there: it has to be fetched as a whole.</summary>
internal sealed class ReuseException(string message) : Exception(message);
