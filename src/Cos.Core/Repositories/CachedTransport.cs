using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Keeps what another transport brings. Packages whose content the lock names come as locked, out of the cache where it has them: a registry's names may
/// move.
/// </summary>
/// <param name="origin">Brings what is not there.</param>
/// <param name="repository">The repository, for messages.</param>
/// <param name="cache">Keeps it.</param>
/// <param name="locked">SHA-256 of the stored content of packages that the lock pins.</param>
internal sealed class CachedTransport(
    IRepositoryTransport origin, RepositoryReference repository, DownloadCache cache, IReadOnlyDictionary<PackageId, string> locked) : IRepositoryTransport
{
    /// <inheritdoc />
    public string Address => origin.Address;

    /// <inheritdoc />
    public async Task<Stream?> OpenFileAsync(string fileName, string? sha256, CancellationToken cancellationToken)
    {
        if (sha256 is null)
        {
            return await origin.OpenFileAsync(fileName, null, cancellationToken).ConfigureAwait(false);
        }
        if (cache.TryOpen(sha256) is { } kept)
        {
            return kept;
        }
        Stream? content = await origin.OpenFileAsync(fileName, sha256, cancellationToken).ConfigureAwait(false);
        return content is null ? null : await KeepAsync(content, sha256, fileName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<OpenedArchive?> OpenArchiveAsync(RepositoryPackage package, CancellationToken cancellationToken)
    {
        string? pinned = locked.GetValueOrDefault(package.Definition.Id);
        if (pinned is not null && cache.TryOpen(pinned) is { } kept)
        {
            return new OpenedArchive(kept, pinned);
        }
        if (await origin.OpenArchiveAsync(package, cancellationToken).ConfigureAwait(false) is not { } opened)
        {
            return null;
        }
        if (pinned is not null && pinned != opened.Sha256)
        {
            await opened.Content.DisposeAsync().ConfigureAwait(false);
            throw new CosException(RepositoryDiagnostics.PackageMoved(repository.Location, repository.Name, package.Definition.Id.ToString(), pinned, opened.Sha256));
        }
        Stream content = await KeepAsync(opened.Content, opened.Sha256, package.ArchiveFile, cancellationToken).ConfigureAwait(false);
        return new OpenedArchive(content, opened.Sha256);
    }

    /// <inheritdoc />
    public void Discard(string sha256) => cache.Remove(sha256);

    private async Task<Stream> KeepAsync(Stream content, string sha256, string fileName, CancellationToken cancellationToken)
    {
        await using (content.ConfigureAwait(false))
        {
            bool isRight = await cache.EnsureAsync(
                sha256,
                async (file, check) =>
                {
                    file.SetLength(0);
                    await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
                    return await check().ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            return isRight && cache.TryOpen(sha256) is { } kept
                ? kept
                : throw new CosException(RepositoryDiagnostics.ChecksumMismatch(fileName, repository.Name, sha256, "another one"));
        }
    }
}
