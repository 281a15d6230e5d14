using System.Text.Json;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>A manifest or an index as the registry has it, its digest checked.</summary>
/// <param name="Reference">Where it was found, with its digest.</param>
/// <param name="MediaType">What it says it is.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record RegistryManifest(ImageReference Reference, string MediaType, byte[] Content)
{
    /// <summary>Digest of the content.</summary>
    public string Digest { get; } = ContentDigest.Of(Content);

    /// <summary>Whether it names images for several platforms.</summary>
    public bool IsIndex => MediaTypes.IsIndex(MediaType);

    /// <summary>Reads it as the manifest of one image.</summary>
    /// <exception cref="CosException">It is none.</exception>
    public ImageManifest ReadImage()
    {
        try
        {
            ImageManifest? manifest = JsonSerializer.Deserialize(Content, RegistryJsonContext.Default.ImageManifest);
            if (manifest is { SchemaVersion: 2, Config: not null, Layers.IsDefault: false }
                && manifest.Layers.Prepend(manifest.Config).All(IsSound))
            {
                return manifest;
            }
        }
        catch (JsonException)
        {
            // The same as a manifest of another kind.
        }
        throw new CosException(RegistryDiagnostics.MalformedAnswer(Reference.ToString(), "the manifest names no configuration and layers with digests and sizes"));
    }

    /// <summary>Reads it as an index.</summary>
    /// <exception cref="CosException">It is none.</exception>
    public ImageIndex ReadIndex()
    {
        try
        {
            ImageIndex? index = JsonSerializer.Deserialize(Content, RegistryJsonContext.Default.ImageIndex);
            if (index is { SchemaVersion: 2, Manifests.IsDefault: false } && index.Manifests.All(IsSound))
            {
                return index;
            }
        }
        catch (JsonException)
        {
            // The same as an index of another kind.
        }
        throw new CosException(RegistryDiagnostics.MalformedAnswer(Reference.ToString(), "the index names no manifests with digests and sizes"));
    }

    private static bool IsSound(ContentDescriptor? descriptor) => descriptor is { Size: >= 0 } && ContentDigest.IsValid(descriptor.Digest);
}
