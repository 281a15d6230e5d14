using System.Collections.Immutable;
using System.Text.Json;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>An image of one layer, as the classic tools make it: docker's media types, no command, no time of its own.</summary>
/// <param name="Manifest">Bytes of the manifest.</param>
/// <param name="Configuration">Bytes of the configuration.</param>
internal sealed record LayerImage(byte[] Manifest, byte[] Configuration)
{
    /// <summary>1980, as in the archives of repositories.</summary>
    private const string Time = "1980-01-01T00:00:00Z";

    /// <summary>Digest of the manifest.</summary>
    public string Digest { get; } = ContentDigest.Of(Manifest);

    /// <summary>Describes an image.</summary>
    /// <param name="layer">The layer as it is stored, compressed by gzip.</param>
    /// <param name="diffId">Digest of its tar.</param>
    /// <param name="platform">What it is for.</param>
    public static LayerImage Of(ContentDescriptor layer, string diffId, ImagePlatform platform)
    {
        byte[] configuration = JsonSerializer.SerializeToUtf8Bytes(
            new ImageConfiguration
            {
                Architecture = platform.Architecture,
                Os = platform.Os,
                Variant = platform.Variant,
                Created = Time,
                Rootfs = new ImageRootFileSystem { DiffIds = [diffId] },
                History = [new ImageHistory { Created = Time }],
            },
            RegistryJsonContext.Default.ImageConfiguration);
        byte[] manifest = JsonSerializer.SerializeToUtf8Bytes(
            new ImageManifest
            {
                MediaType = MediaTypes.DockerManifest,
                Config = new ContentDescriptor
                {
                    MediaType = MediaTypes.DockerConfiguration,
                    Digest = ContentDigest.Of(configuration),
                    Size = configuration.Length,
                },
                Layers = ImmutableArray.Create(layer with { MediaType = MediaTypes.DockerLayer }),
            },
            RegistryJsonContext.Default.ImageManifest);
        return new LayerImage(manifest, configuration);
    }
}
