using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Planning;

/// <summary>Lists and hashes the files of a package folder.</summary>
internal static class ContextScanner
{
    private const int MaxDepth = 64;
    private const int MaxEntries = 200_000;

    /// <summary>Reads a folder; links are listed, never followed.</summary>
    /// <param name="folder">The package folder.</param>
    /// <param name="leftOut">Names of files directly in the folder that do not belong to the context.</param>
    /// <param name="hashes">Answers for files that did not change.</param>
    /// <returns>Entries in ordinal order of paths.</returns>
    public static ImmutableArray<ContextEntry> Scan(string folder, IReadOnlySet<string> leftOut, FileHashCache hashes)
    {
        ContextIgnore ignore = ContextIgnore.Read(folder);
        List<ContextEntry> entries = [];
        HashSet<string> leftFolders = new(StringComparer.Ordinal);
        TreeModes? modes = TreeModes.Find(folder);
        Stack<(DirectoryInfo Folder, string Prefix, int Depth)> open = new([(new DirectoryInfo(folder), "", 0)]);
        while (open.TryPop(out (DirectoryInfo Folder, string Prefix, int Depth) next))
        {
            foreach (FileSystemInfo item in next.Folder.EnumerateFileSystemInfos())
            {
                if (next.Depth == 0 && leftOut.Contains(item.Name))
                {
                    continue;
                }
                if (entries.Count == MaxEntries || next.Depth == MaxDepth)
                {
                    throw new CosException(PlanningDiagnostics.ContextTooLarge(new SourceLocation(folder), MaxEntries, MaxDepth));
                }
                string path = next.Prefix + item.Name;
                bool left = ignore.LeavesOut(path);
                if (left && !(ignore.MayTakeBelow && item is DirectoryInfo && item.LinkTarget is null))
                {
                    continue;
                }
                if (modes is not null && item.Name == TreeModes.FileName)
                {
                    continue;
                }
                ContextEntry entry = Read(item, path, hashes, modes);
                entries.Add(entry);
                if (left)
                {
                    leftFolders.Add(path);
                }
                if (entry.Kind == ContextEntryKind.Directory)
                {
                    open.Push(((DirectoryInfo)item, entry.Path + "/", next.Depth + 1));
                }
            }
        }
        entries.AddRange((modes?.LinksBelow(folder) ?? []).Select(link => new ContextEntry(link.Path, ContextEntryKind.Link, 0x1ff, link.Target, 0)));
        DropEmpty(entries, leftFolders);
        entries.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return [.. entries];
    }

    /// <summary>A folder that is left out stays only for what is taken below it.</summary>
    private static void DropEmpty(List<ContextEntry> entries, HashSet<string> leftFolders)
    {
        foreach (ContextEntry entry in leftFolders.Count == 0 ? [] : entries)
        {
            if (leftFolders.Contains(entry.Path))
            {
                continue;
            }
            for (int end = entry.Path.LastIndexOf('/'); end > 0; end = entry.Path.LastIndexOf('/', end - 1))
            {
                leftFolders.Remove(entry.Path[..end]);
            }
        }
        entries.RemoveAll(entry => leftFolders.Contains(entry.Path));
    }

    private static ContextEntry Read(FileSystemInfo item, string path, FileHashCache hashes, TreeModes? modes)
    {
        if (item.LinkTarget is { } target)
        {
            return new ContextEntry(path, ContextEntryKind.Link, 0x1ff, target, 0);
        }
        if (item is DirectoryInfo)
        {
            return new ContextEntry(path, ContextEntryKind.Directory, 0x1ed, "", 0);
        }
        FileInfo file = (FileInfo)item;
        string content = hashes.HashOf(file) ?? throw new CosException(PlanningDiagnostics.SpecialFile(new SourceLocation(file.FullName)));
        bool executable = modes is not null ? modes.IsExecutable(file.FullName) : !OperatingSystem.IsWindows() && (file.UnixFileMode & UnixFileMode.UserExecute) != 0;
        return new ContextEntry(path, ContextEntryKind.File, executable ? 0x1ed : 0x1a4, content, file.Length);
    }
}
