using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cos.Sdk.Programs;

/// <summary>
/// Tells cheaply whether a program has to be published again: by size and time of every file below the folders of its projects and of every
/// other file that its last publish read. Evaluating the projects to ask them takes a hundred times as long.
/// </summary>
internal static class ProgramInputs
{
    private const int MaxFiles = 500_000;

    /// <summary>What builds write and tools keep.</summary>
    private static readonly HashSet<string> LeftOut = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "artifacts", "node_modules" };

    /// <summary>The state of a program's inputs.</summary>
    /// <param name="settings">What else decides what is published.</param>
    /// <param name="files">Absolute paths of files that were read; those that are gone count as such.</param>
    /// <param name="projects">Absolute paths of the project files whose folders are looked through.</param>
    /// <returns>64 hexadecimal digits, and the time of the file that was written last.</returns>
    public static (string Hash, DateTime Newest) Fingerprint(string settings, IEnumerable<string> files, IEnumerable<string> projects)
    {
        SortedSet<string> all = new(files, StringComparer.Ordinal);
        foreach (string folder in projects.Select(project => Path.GetDirectoryName(project)!).Distinct(StringComparer.Ordinal))
        {
            AddFilesOf(folder, all);
        }
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(settings));
        DateTime newest = DateTime.MinValue;
        foreach (string path in all)
        {
            FileInfo file = new(path);
            newest = file.Exists && file.LastWriteTimeUtc > newest ? file.LastWriteTimeUtc : newest;
            string state = file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "absent";
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{path}\n{state}"));
        }
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), newest);
    }

    private static void AddFilesOf(string root, SortedSet<string> all)
    {
        Stack<DirectoryInfo> open = new([new DirectoryInfo(root)]);
        while (open.TryPop(out DirectoryInfo? folder))
        {
            if (!folder.Exists)
            {
                continue;
            }
            foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
            {
                if (item is FileInfo && all.Count < MaxFiles)
                {
                    all.Add(item.FullName);
                }
                else if (item is DirectoryInfo next && next.LinkTarget is null && !LeftOut.Contains(next.Name) && next.Name[0] != '.')
                {
                    open.Push(next);
                }
            }
        }
    }
}
