using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Repositories;

/// <summary>
/// A repository in a registry: one image of one layer for each file and for each package. Content is checked against the digests of the
/// registry's manifests, and where the index states the digest of a package's image, that image and no other is taken.
/// </summary>
/// <param name="client">Speaks to the registry; stays the caller's.</param>
/// <param name="repository">Registry and repository; tag and digest do not matter.</param>
/// <param name="platform">The platform that packages are for.</param>
internal sealed class RegistryTransport(RegistryClient client, ImageReference repository, ImagePlatform platform) : IRepositoryTransport
{
    private static readonly TarLimits FileLimits = new() { MaxEntries = 64, MaxDevices = 0 };

    /// <inheritdoc />
    public string Address => repository.Name;

    /// <inheritdoc />
    public async Task<Stream?> OpenFileAsync(string fileName, string? sha256, CancellationToken cancellationToken)
    {
        string tag = RegistryTag.Of(fileName);
        if (!RegistryTag.IsValid(tag)
            || await client.GetManifestAsync(repository.WithTag(tag), cancellationToken).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }
        ContentDescriptor layer = LayerOf(manifest);
        // The layer is small. It is read whole before any of it is used, so that its digest is known to be right.
        Stream content = TemporaryFile();
        try
        {
            await client.CopyBlobAsync(repository, layer, content, cancellationToken).ConfigureAwait(false);
            content.Position = 0;
            return await LayerFile.OpenAsync(content, fileName, $"{Address}:{tag}", FileLimits, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await content.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<OpenedArchive?> OpenArchiveAsync(RepositoryPackage package, CancellationToken cancellationToken)
    {
        if (await FindLayerAsync(package, cancellationToken).ConfigureAwait(false) is not { } layer)
        {
            return null;
        }
        Stream content = await client.OpenBlobAsync(repository, layer, cancellationToken).ConfigureAwait(false);
        return new OpenedArchive(content, layer.Digest[(layer.Digest.IndexOf(':', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>The layer that holds a package; null when the registry does not have the package.</summary>
    public async Task<ContentDescriptor?> FindLayerAsync(RepositoryPackage package, CancellationToken cancellationToken)
    {
        ImageReference image = package.Image.Length > 0
            ? repository.WithDigest(package.Image)
            : repository.WithTag(RegistryTag.Of(package.Definition.Id));
        if (await client.GetManifestAsync(image, cancellationToken).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }
        if (manifest.IsIndex)
        {
            manifest = await client.GetImageAsync(image, platform, cancellationToken).ConfigureAwait(false);
        }
        return LayerOf(manifest);
    }

    private ContentDescriptor LayerOf(RegistryManifest manifest) => manifest.ReadImage().Layers is [ContentDescriptor only]
        ? only
        : throw new CosException(RegistryDiagnostics.MalformedAnswer(manifest.Reference.ToString(), $"an image of the repository {Address} must have one layer"));

    private static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        bufferSize: 0,
        FileOptions.Asynchronous | FileOptions.DeleteOnClose);
}
