using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Cutting;

/// <summary>Filters the artifact of a package into that of one of its parts.</summary>
/// <param name="takes">Whether an absolute path is taken.</param>
/// <param name="spoolFolder">Absolute path of a folder for temporary files.</param>
internal sealed class SubpackageCutter(Func<string, bool> takes, string spoolFolder)
{
    /// <summary>Reads the parent's archive twice: once for its hard links, once for contents.</summary>
    public async Task CutAsync(string parent, string? parentSha256, PackageArchiveWriter archive, CancellationToken cancellationToken)
    {
        HashSet<string> wanted = await FindContentsOfLinksAsync(parent, cancellationToken).ConfigureAwait(false);
        using ContentSpool? spool = wanted.Count == 0 ? null : new ContentSpool(spoolFolder);
        Dictionary<string, (long Offset, long Size)> spooled = new(StringComparer.Ordinal);
        EntryCopier copier = new(archive, Takes, (path, _) => Task.FromResult(
            spooled.TryGetValue(path, out (long Offset, long Size) place) ? new ContentLease(spool!.Open(place.Offset, place.Size)) : null));
        PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(parent, parentSha256, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (wanted.Contains(entry.Path) && entry.Size > 0)
                {
                    spooled[entry.Path] = (await spool!.AppendAsync(reader.Content, cancellationToken).ConfigureAwait(false), entry.Size);
                }
                await copier.AddAsync(entry, reader.Content, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private bool Takes(string path) => takes("/" + path);

    /// <summary>Names that are left out, while links to them are taken.</summary>
    private async Task<HashSet<string>> FindContentsOfLinksAsync(string parent, CancellationToken cancellationToken)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Dictionary<string, string> links = new(StringComparer.Ordinal);
        PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(parent, sha256: null, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (entry.Kind != TarEntryKind.HardLink)
                {
                    continue;
                }
                string target = links.GetValueOrDefault(entry.LinkTarget!, entry.LinkTarget!);
                links[entry.Path] = target;
                if (Takes(entry.Path) && !Takes(target))
                {
                    names.Add(target);
                }
            }
        }
        return names;
    }
}
