using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Merging;

/// <summary>Which entry counts at which path when archives are unpacked over one another: the later one.</summary>
/// <param name="archives">What messages call the archives, by number.</param>
internal sealed class MergedTree(IReadOnlyList<string> archives)
{
    private readonly Dictionary<string, MergedEntry> _winners = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Source, string Path), MergedEntry> _contents = [];
    private readonly Dictionary<(int Source, int Ordinal), MergedEntry> _byOrdinal = [];
    private readonly Dictionary<MergedEntry, List<MergedEntry>> _names = [];

    /// <summary>The entries that count, by path.</summary>
    public IReadOnlyDictionary<string, MergedEntry> Winners => _winners;

    /// <summary>Places the entries of one archive over what is there.</summary>
    /// <param name="entries">All of it, in order.</param>
    /// <param name="source">Its number.</param>
    /// <param name="links">The links of all archives.</param>
    public void Place(IReadOnlyList<TarEntry> entries, int source, MergedLinks links)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            TarEntry entry = entries[i];
            string path = links.ResolveParents(entry.Path);
            if (path.Length == 0 || (entry.Kind == TarEntryKind.Directory && links.Contains(path)))
            {
                continue;
            }
            TarEntry placed = entry with
            {
                Path = path,
                LinkTarget = entry.Kind == TarEntryKind.HardLink ? links.ResolveParents(entry.LinkTarget!) : entry.LinkTarget,
            };
            Place(new MergedEntry(placed, source, i));
        }
    }

    /// <summary>
    /// For the entry that brings a content: the names under which it is still to be seen, in the order of the archive. The first gets the content.
    /// </summary>
    public IReadOnlyList<MergedEntry> NamesOf(MergedEntry content) =>
        [.. (_names.GetValueOrDefault(content) ?? [content]).Where(name => ReferenceEquals(_winners.GetValueOrDefault(name.Entry.Path), name))];

    /// <summary>The entry of an archive that is no folder and no hard link; null when it was left out.</summary>
    public MergedEntry? FindContent(int source, int ordinal) => _byOrdinal.GetValueOrDefault((source, ordinal));

    private void Place(MergedEntry merged)
    {
        TarEntry entry = merged.Entry;
        if (entry.Kind != TarEntryKind.Directory)
        {
            if (_winners.TryGetValue(entry.Path, out MergedEntry? there) && there.Entry.Kind == TarEntryKind.Directory)
            {
                RemoveBelow(entry.Path);
            }
            Name(merged);
        }
        RemoveFilesAbove(entry.Path);
        _winners[entry.Path] = merged;
    }

    private void Name(MergedEntry merged)
    {
        if (merged.Entry.Kind == TarEntryKind.HardLink)
        {
            MergedEntry content = _contents.GetValueOrDefault((merged.Source, merged.Entry.LinkTarget!))
                ?? throw new CosException(ArtifactDiagnostics.HardLinkTarget(
                    archives[merged.Source], TarPath.ForMessage(merged.Entry.Path), TarPath.ForMessage(merged.Entry.LinkTarget!)));
            _contents[(merged.Source, merged.Entry.Path)] = content;
            _names[content].Add(merged);
            return;
        }
        _contents[(merged.Source, merged.Entry.Path)] = merged;
        _byOrdinal[(merged.Source, merged.Ordinal)] = merged;
        _names[merged] = [merged];
    }

    private void RemoveBelow(string folder)
    {
        foreach (string path in _winners.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).ToArray())
        {
            _winners.Remove(path);
        }
    }

    private void RemoveFilesAbove(string path)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            string folder = path[..slash];
            if (_winners.TryGetValue(folder, out MergedEntry? above) && above.Entry.Kind != TarEntryKind.Directory)
            {
                _winners.Remove(folder);
            }
        }
    }
}
