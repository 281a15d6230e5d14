using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;

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
        List<ContextEntry> entries = [];
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
                ContextEntry entry = Read(item, next.Prefix + item.Name, hashes);
                entries.Add(entry);
                if (entry.Kind == ContextEntryKind.Directory)
                {
                    open.Push(((DirectoryInfo)item, entry.Path + "/", next.Depth + 1));
                }
            }
        }
        entries.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return [.. entries];
    }

    private static ContextEntry Read(FileSystemInfo item, string path, FileHashCache hashes)
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
        bool executable = !OperatingSystem.IsWindows() && (file.UnixFileMode & UnixFileMode.UserExecute) != 0;
        return new ContextEntry(path, ContextEntryKind.File, executable ? 0x1ed : 0x1a4, content, file.Length);
    }
}
