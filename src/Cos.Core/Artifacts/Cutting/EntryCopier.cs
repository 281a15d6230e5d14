using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Cutting;

/// <summary>
/// Copies the entries of an archive that a filter takes, each judged alone. Folders on the way to one that is taken come along as they
/// are. When the name that has a file's content is left out, the first name of it that is taken gets the content.
/// </summary>
/// <param name="archive">Where the entries go.</param>
/// <param name="takes">Whether a path of an entry is taken.</param>
/// <param name="lookUp">Gives the content of a path that was left out before.</param>
internal sealed class EntryCopier(
    PackageArchiveWriter archive, Func<string, bool> takes, Func<string, CancellationToken, Task<ContentLease?>> lookUp)
{
    private const int MaxLinkHops = 40;

    private readonly Dictionary<string, TarEntry> _foldersLeft = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TarEntry> _left = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _standIns = new(StringComparer.Ordinal);

    /// <summary>Takes an entry or leaves it out. The root is always left out.</summary>
    public async ValueTask AddAsync(TarEntry entry, Stream? content, CancellationToken cancellationToken)
    {
        if (entry.Path.Length == 0)
        {
            return;
        }
        if (!takes(entry.Path))
        {
            (entry.Kind == TarEntryKind.Directory ? _foldersLeft : _left)[entry.Path] = entry;
            return;
        }
        await AddFoldersAsync(entry.Path, cancellationToken).ConfigureAwait(false);
        if (entry.Kind == TarEntryKind.HardLink)
        {
            await AddLinkAsync(entry, cancellationToken).ConfigureAwait(false);
            return;
        }
        await archive.AddAsync(entry, content, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask AddFoldersAsync(string path, CancellationToken cancellationToken)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0 && _foldersLeft.Count > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (_foldersLeft.Remove(path[..slash], out TarEntry? folder))
            {
                await archive.AddAsync(folder, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask AddLinkAsync(TarEntry link, CancellationToken cancellationToken)
    {
        string target = link.LinkTarget!;
        for (int hops = 0; hops < MaxLinkHops; hops++)
        {
            if (_standIns.TryGetValue(target, out string? standIn))
            {
                target = standIn;
                break;
            }
            if (!_left.TryGetValue(target, out TarEntry? left))
            {
                break;
            }
            if (left.Kind != TarEntryKind.HardLink)
            {
                await AddStandInAsync(link.Path, left, cancellationToken).ConfigureAwait(false);
                return;
            }
            target = left.LinkTarget!;
        }
        await archive.AddAsync(link with { LinkTarget = target }, null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask AddStandInAsync(string path, TarEntry left, CancellationToken cancellationToken)
    {
        _standIns.Add(left.Path, path);
        TarEntry entry = left with { Path = path };
        if (entry.Size == 0)
        {
            await archive.AddAsync(entry, null, cancellationToken).ConfigureAwait(false);
            return;
        }
        ContentLease? lease = await lookUp(left.Path, cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            throw new CosException(ArtifactDiagnostics.ContentOutOfReach(TarPath.ForMessage(path), TarPath.ForMessage(left.Path)));
        }
        await using (lease.ConfigureAwait(false))
        {
            await archive.AddAsync(entry, lease.Content, cancellationToken).ConfigureAwait(false);
        }
    }
}
