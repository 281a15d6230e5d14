using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Merging;

/// <summary>
/// Writes one tar of several archives as if they were unpacked over one another in order, each path once: what a base image is composed of. Where two
/// archives have the same path, the later one counts.
/// </summary>
/// <remarks>Each archive is read twice: for its entries, which memory holds, and for its contents, which it does not.</remarks>
internal static class ArchiveMerger
{
    /// <summary>Writes the tar: folders first, by path, then the rest in the order of the archives.</summary>
    /// <exception cref="CosException">An archive is missing, damaged or unsafe, or is not the one that was named.</exception>
    public static async Task WriteAsync(IReadOnlyList<MergeSource> sources, Stream destination, CancellationToken cancellationToken)
    {
        MergedTree tree = await ReadEntriesAsync(sources, cancellationToken).ConfigureAwait(false);
        TarStreamWriter writer = new(destination, "merged");
        await using (writer.ConfigureAwait(false))
        {
            foreach (MergedEntry folder in tree.Winners.Values
                .Where(merged => merged.Entry.Kind == TarEntryKind.Directory)
                .OrderBy(merged => merged.Entry.Path, StringComparer.Ordinal))
            {
                await writer.WriteEntryAsync(folder.Entry, null, cancellationToken).ConfigureAwait(false);
            }
            for (int i = 0; i < sources.Count; i++)
            {
                await CopyAsync(sources[i], i, tree, writer, cancellationToken).ConfigureAwait(false);
            }
            await writer.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<MergedTree> ReadEntriesAsync(IReadOnlyList<MergeSource> sources, CancellationToken cancellationToken)
    {
        List<TarEntry>[] entries = new List<TarEntry>[sources.Count];
        MergedLinks links = new();
        for (int i = 0; i < sources.Count; i++)
        {
            entries[i] = [];
            PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(sources[i].File, sources[i].Sha256, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    entries[i].Add(entry);
                    if (entry.Kind == TarEntryKind.SymbolicLink)
                    {
                        links.Add(entry.Path, entry.LinkTarget!);
                    }
                }
            }
        }
        MergedTree tree = new([.. sources.Select(source => source.File)]);
        for (int i = 0; i < entries.Length; i++)
        {
            tree.Place(entries[i], i, links);
        }
        return tree;
    }

    private static async Task CopyAsync(MergeSource source, int number, MergedTree tree, TarStreamWriter writer, CancellationToken cancellationToken)
    {
        PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(source.File, source.Sha256, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            for (int ordinal = 0; await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry; ordinal++)
            {
                if (entry.Kind is TarEntryKind.Directory or TarEntryKind.HardLink || tree.FindContent(number, ordinal) is not { } content)
                {
                    continue;
                }
                IReadOnlyList<MergedEntry> names = tree.NamesOf(content);
                for (int i = 0; i < names.Count; i++)
                {
                    string path = names[i].Entry.Path;
                    TarEntry written = i == 0
                        ? content.Entry with { Path = path }
                        : content.Entry with { Path = path, Kind = TarEntryKind.HardLink, Size = 0, LinkTarget = names[0].Entry.Path, DeviceMajor = 0, DeviceMinor = 0, ExtendedAttributes = TarEntry.NoAttributes };
                    await writer.WriteEntryAsync(written, i == 0 ? reader.Content : null, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
