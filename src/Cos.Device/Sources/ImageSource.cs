using System.Collections.Immutable;
using Cos.Device.Images;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Trust;

namespace Cos.Device.Sources;

/// <summary>An image in a registry: its layers, lowest first.</summary>
/// <param name="client">Speaks to the registry; stays the caller's.</param>
/// <param name="image">The image.</param>
/// <param name="platform">This machine's.</param>
/// <param name="keys">It must be signed by one of these; empty for any.</param>
/// <param name="layers">Writes a layer.</param>
internal sealed class ImageSource(RegistryClient client, ImageReference image, ImagePlatform platform, ImmutableArray<VerificationKey> keys, LayerWriter layers) : ISystemSource
{
    /// <inheritdoc />
    public string Description => image.ToString();

    /// <inheritdoc />
    public async Task<ImmutableArray<RequiredFinalizer>> WriteAsync(TreeWriter tree, CancellationToken cancellationToken)
    {
        RegistryManifest manifest = await client.GetImageAsync(image, platform, cancellationToken).ConfigureAwait(false);
        if (!keys.IsEmpty)
        {
            await ImageSignature.RequireAsync(client, image, manifest.Digest, keys, cancellationToken).ConfigureAwait(false);
        }
        ImmutableArray<string> tars = (await client.GetConfigurationAsync(manifest, cancellationToken).ConfigureAwait(false)).Rootfs.DiffIds;
        ImmutableArray<ContentDescriptor> stored = manifest.ReadImage().Layers;
        if (tars.IsDefault || tars.Length != stored.Length)
        {
            throw new DeviceException($"{image} names {stored.Length} layers and the digests of {(tars.IsDefault ? 0 : tars.Length)}");
        }
        for (int i = 0; i < stored.Length; i++)
        {
            await layers.WriteAsync(client, image, stored[i], tars[i], tree, cancellationToken).ConfigureAwait(false);
        }
        return [];
    }
}
