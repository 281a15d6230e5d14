using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Repositories.Reuse;

namespace Cos.Device.Sources;

/// <summary>
/// Packages of a registry whose images the index names by digest, so that they are verified by it: put together from what the present system has,
/// or brought by another transport.
/// </summary>
/// <param name="origin">Brings all of what has no index of files.</param>
/// <param name="client">Speaks to the registry.</param>
/// <param name="places">Where the repository is.</param>
/// <param name="reuse">Compares with the present system.</param>
/// <param name="spool">A folder for what was fetched, since archives may be read more than once.</param>
internal sealed class ReusingTransport(IRepositoryTransport origin, RegistryClient client, ImageReference[] places, LayerReuse reuse, string spool) : IRepositoryTransport
{
    private readonly Dictionary<string, (TarRebuilder? Rebuilder, string TarDigest)> _layers = new(StringComparer.Ordinal);

    /// <summary>Whether something was put together.</summary>
    public bool HasReused { get; private set; }

    /// <inheritdoc />
    public string Address => origin.Address;

    /// <inheritdoc />
    public Task<Stream?> OpenFileAsync(string fileName, string? sha256, CancellationToken cancellationToken) => origin.OpenFileAsync(fileName, sha256, cancellationToken);

    /// <inheritdoc />
    public async Task<OpenedArchive?> OpenArchiveAsync(RepositoryPackage package, CancellationToken cancellationToken)
    {
        if (package.Image.Length == 0)
        {
            return await origin.OpenArchiveAsync(package, cancellationToken).ConfigureAwait(false);
        }
        if (!_layers.TryGetValue(package.Image, out (TarRebuilder? Rebuilder, string TarDigest) layer))
        {
            layer = await FindAsync(package.Image, cancellationToken).ConfigureAwait(false);
            _layers.Add(package.Image, layer);
        }
        if (layer.Rebuilder is null)
        {
            return await origin.OpenArchiveAsync(package, cancellationToken).ConfigureAwait(false);
        }
        HasReused = true;
        return new OpenedArchive(LayerReuse.Open(layer.Rebuilder, cancellationToken), layer.TarDigest[(layer.TarDigest.IndexOf(':', StringComparison.Ordinal) + 1)..]);
    }

    /// <inheritdoc />
    public void Discard(string sha256) => origin.Discard(sha256);

    private async Task<(TarRebuilder?, string)> FindAsync(string digest, CancellationToken cancellationToken)
    {
        foreach (ImageReference place in places)
        {
            try
            {
                ImageReference image = place.WithDigest(digest);
                if (await client.GetManifestAsync(image, cancellationToken).ConfigureAwait(false) is { IsIndex: false } manifest
                    && manifest.ReadImage().Layers is [var stored]
                    && (await client.GetConfigurationAsync(manifest, cancellationToken).ConfigureAwait(false)).Rootfs.DiffIds is { IsDefault: false } tars and [var tar]
                    && ContentDigest.IsValid(tar))
                {
                    Task<byte[]> FetchAsync(long offset, int length, CancellationToken token) => KeptAsync(image, stored, offset, length, token);
                    return (await reuse.CompareAsync(client, image, stored, FetchAsync, cancellationToken).ConfigureAwait(false), tar);
                }
            }
            catch (CosException)
            {
                // The next place, or the transport that brings all of it and says what is wrong.
            }
        }
        return (null, "");
    }

    private async Task<byte[]> KeptAsync(ImageReference image, ContentDescriptor layer, long offset, int length, CancellationToken cancellationToken)
    {
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{layer.Digest} {offset} {length}")));
        string file = Path.Join(spool, name);
        if (File.Exists(file) && await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false) is { } kept && kept.Length == length)
        {
            return kept;
        }
        byte[] fetched = await client.ReadBlobRangeAsync(image, layer, offset, length, cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(spool);
        await File.WriteAllBytesAsync(file, fetched, cancellationToken).ConfigureAwait(false);
        return fetched;
    }
}
