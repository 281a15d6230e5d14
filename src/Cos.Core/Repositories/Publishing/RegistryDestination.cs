using System.Collections.Concurrent;
using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories.Reuse;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>
/// A repository of type docker: one image of one layer for each package and file. Images are stored by digest first, where nobody sees them;
/// then files get their content-named tags; then packages, classic names and, last, <c>repository.yaml</c> are moved.
/// </summary>
/// <param name="client">Speaks to the registry; stays the caller's.</param>
/// <param name="repository">Registry and repository.</param>
/// <param name="platform">The platform that packages are for.</param>
/// <param name="layers">Layers that were made of archives before.</param>
/// <param name="mountFrom">Repositories of the same registry that may have layers already.</param>
/// <param name="diagnostics">Takes information.</param>
internal sealed class RegistryDestination(
    RegistryClient client,
    ImageReference repository,
    ImagePlatform platform,
    LayerRecords layers,
    IReadOnlyList<ImageReference> mountFrom,
    DiagnosticBag diagnostics) : IRepositoryDestination
{
    private const int GzipLevel = 6;
    private const int TagWidth = 8;

    private readonly ConcurrentDictionary<string, LayerImage> _images = new(StringComparer.Ordinal);
    private readonly Lazy<Task<HashSet<string>>> _tags = new(() => ListTagsAsync(client, repository));

    /// <inheritdoc />
    public RepositoryType Type => RepositoryType.Docker;

    /// <inheritdoc />
    public IRepositoryTransport Transport { get; } = new RegistryTransport(client, repository, platform);

    /// <inheritdoc />
    public async Task<string> GetStateAsync(CancellationToken cancellationToken) =>
        (await client.FindManifestAsync(repository.WithTag(RepositoryFileName.EntryPoint), cancellationToken).ConfigureAwait(false))?.Digest ?? "";

    /// <inheritdoc />
    public void CheckNames(IReadOnlyCollection<ListedPackage> packages, DiagnosticBag diagnostics)
    {
        Dictionary<string, string> taken = new(StringComparer.Ordinal);
        foreach (ListedPackage package in packages)
        {
            foreach (string name in (string[])[package.Entry.Id.Fingerprint, PackageArchiveName.Metadata(package.Entry.Id)])
            {
                string tag = RegistryTag.Of(name);
                if (!RegistryTag.IsValid(tag))
                {
                    diagnostics.Add(PublishingDiagnostics.NoTag(null, package.Entry.Id.ToString(), tag));
                    break;
                }
                if (!taken.TryAdd(tag, package.Entry.Id.ToString()))
                {
                    diagnostics.Add(PublishingDiagnostics.TagCollision(null, taken[tag], package.Entry.Id.ToString(), tag));
                    break;
                }
            }
        }
    }

    /// <inheritdoc />
    public async Task<PlacedPackage> PutPackageAsync(ListedPackage package, string archive, ListedPackage? listed, CancellationToken cancellationToken)
    {
        if (listed is { Entry.Image.Length: > 0 } && listed.Entry.Sha256 == package.Entry.Sha256
            && (await _tags.Value.ConfigureAwait(false)).Contains(RegistryTag.Of(package.Entry.Id)))
        {
            return new PlacedPackage(package, package.Entry.ArchiveFile, listed.Entry.Image, IsSent: false);
        }
        if (listed is not null && listed.Entry.Sha256 != package.Entry.Sha256)
        {
            diagnostics.Add(PublishingDiagnostics.SameVersion(package.Entry.Id.ToString(), repository.Name));
        }
        MadeLayer layer;
        if (layers.Find(package.Entry.Sha256) is { } known && await IsThereAsync(known.Descriptor.Digest, cancellationToken).ConfigureAwait(false))
        {
            layer = known;
            await TakeIndexAsync(layer.Descriptor.Digest, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            layer = await SendLayerAsync(package, archive, cancellationToken).ConfigureAwait(false);
        }
        LayerImage image = await PutImageAsync(layer.Descriptor, layer.TarDigest, cancellationToken).ConfigureAwait(false);
        return new PlacedPackage(package, package.Entry.ArchiveFile, image.Digest, IsSent: true);
    }

    /// <inheritdoc />
    public async Task PutFileAsync(string name, string file, CancellationToken cancellationToken)
    {
        if (await client.FindManifestAsync(repository.WithTag(RegistryTag.Of(name)), cancellationToken).ConfigureAwait(false) is null)
        {
            byte[] content = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
            await TagAsync(name, await PutFileImageAsync(name, content, executable: false, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async Task PointAsync(PublishedNames names, CancellationToken cancellationToken)
    {
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = TagWidth, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(names.Packages, parallel, async (package, token) => await TagPackageAsync(package, token).ConfigureAwait(false)).ConfigureAwait(false);
        foreach ((string name, string file) in names.Archives)
        {
            byte[] content = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
            await TagAsync(name, await PutFileImageAsync(name, content, executable: false, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        byte[] entryPoint = Encoding.UTF8.GetBytes(names.EntryPoint);
        foreach (string name in (string[])[names.Snapshot, RepositoryFileName.EntryPoint])
        {
            await TagAsync(name, await PutFileImageAsync(name, entryPoint, executable: true, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TagPackageAsync(PublishedPackage package, CancellationToken cancellationToken)
    {
        string digest = package.Placed.Image!;
        if (package.MetadataFile is { } metadata)
        {
            byte[] content = await File.ReadAllBytesAsync(metadata, cancellationToken).ConfigureAwait(false);
            string name = Path.GetFileName(metadata);
            await TagAsync(name, await PutFileImageAsync(name, content, executable: true, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        if (_images.TryGetValue(digest, out LayerImage? image))
        {
            await TagAsync(RegistryTag.Of(package.Placed.Package.Entry.Id), image, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Compresses an archive into a layer while it is sent.</summary>
    private async Task<MadeLayer> SendLayerAsync(ListedPackage package, string archive, CancellationToken cancellationToken)
    {
        GzipLayer layer = new(archive, package.Entry.Sha256, GzipLevel);
        BlobUploadResult sent = await client.UploadBlobAsync(repository, layer.Source, null, cancellationToken).ConfigureAwait(false);
        (string tarDigest, ReuseIndex index) = await layer.Made.ConfigureAwait(false);
        MadeLayer made = new(new ContentDescriptor { MediaType = MediaTypes.DockerLayer, Digest = sent.Digest, Size = sent.Size }, tarDigest);
        if (sent.Size >= ReuseIndexFile.SmallestLayer)
        {
            await PutIndexAsync(ReuseIndexFile.NameOf(sent.Digest), ReuseIndexFile.Write(index), cancellationToken).ConfigureAwait(false);
        }
        layers.Add(package.Entry.Sha256, made);
        return made;
    }

    /// <summary>A layer that came from another repository brings its index along, when it has one.</summary>
    private async Task TakeIndexAsync(string layerDigest, CancellationToken cancellationToken)
    {
        string name = ReuseIndexFile.NameOf(layerDigest);
        if ((await _tags.Value.ConfigureAwait(false)).Contains(name))
        {
            return;
        }
        foreach (ImageReference other in mountFrom.Where(other => other.Registry == repository.Registry))
        {
            if (await new RegistryTransport(client, other, platform).OpenFileAsync(name, sha256: null, cancellationToken).ConfigureAwait(false) is { } index)
            {
                await using (index.ConfigureAwait(false))
                {
                    using MemoryStream content = new();
                    await index.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
                    await PutIndexAsync(name, content.ToArray(), cancellationToken).ConfigureAwait(false);
                    return;
                }
            }
        }
    }

    private async Task PutIndexAsync(string name, byte[] content, CancellationToken cancellationToken) =>
        await TagAsync(name, await PutFileImageAsync(name, content, executable: false, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Whether the repository has a blob, or got it from another one of the registry.</summary>
    private async Task<bool> IsThereAsync(string digest, CancellationToken cancellationToken)
    {
        if (await client.HasBlobAsync(repository, digest, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }
        foreach (ImageReference other in mountFrom.Where(other => other.Registry == repository.Registry))
        {
            if (await client.MountBlobAsync(repository, digest, other, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>An image of one file, stored by its digest.</summary>
    private async Task<LayerImage> PutFileImageAsync(string name, byte[] content, bool executable, CancellationToken cancellationToken)
    {
        (byte[] layer, string tarDigest) = await FileLayer.MakeAsync(name, content, executable, cancellationToken).ConfigureAwait(false);
        BlobUploadResult sent = await client.UploadBlobAsync(repository, BlobSource.Of(layer), null, cancellationToken).ConfigureAwait(false);
        ContentDescriptor descriptor = new() { MediaType = MediaTypes.DockerLayer, Digest = sent.Digest, Size = layer.Length };
        return await PutImageAsync(descriptor, tarDigest, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LayerImage> PutImageAsync(ContentDescriptor layer, string tarDigest, CancellationToken cancellationToken)
    {
        LayerImage image = LayerImage.Of(layer, tarDigest, platform);
        await client.UploadBlobAsync(repository, BlobSource.Of(image.Configuration), null, cancellationToken).ConfigureAwait(false);
        await client.PutManifestAsync(repository.WithDigest(image.Digest), MediaTypes.DockerManifest, image.Manifest, cancellationToken).ConfigureAwait(false);
        _images[image.Digest] = image;
        return image;
    }

    private Task TagAsync(string name, LayerImage image, CancellationToken cancellationToken) =>
        client.PutManifestAsync(repository.WithTag(RegistryTag.Of(name)), MediaTypes.DockerManifest, image.Manifest, cancellationToken);

    private static async Task<HashSet<string>> ListTagsAsync(RegistryClient client, ImageReference repository)
    {
        HashSet<string> tags = new(StringComparer.Ordinal);
        await foreach (string tag in client.ListTagsAsync(repository, CancellationToken.None).ConfigureAwait(false))
        {
            tags.Add(tag);
        }
        return tags;
    }
}
