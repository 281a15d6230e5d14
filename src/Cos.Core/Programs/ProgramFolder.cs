namespace Cos.Sdk.Programs;

/// <summary>Brings the package folder of a program to the state of its published files; what is right already keeps its time.</summary>
internal static class ProgramFolder
{
    private const UnixFileMode Ordinary = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes what differs and removes what does not belong there.</summary>
    /// <param name="package">The package.</param>
    /// <param name="published">Absolute path of the published files.</param>
    /// <param name="folder">Absolute path of the package folder.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool Write(ProgramPackage package, string published, string folder)
    {
        HashSet<string> kept = new(StringComparer.Ordinal);
        bool changed = false;
        string root = $"{PackageSpec.Root}{package.Prefix}";
        foreach (string file in Directory.EnumerateFiles(published, "*", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(published, file).Replace('\\', '/');
            changed |= Copy(file, Keep($"{root}/{path}"), path == package.Executable);
        }
        foreach ((string path, string text) in package.Texts())
        {
            changed |= Files.AtomicFile.WriteIfDifferent(Keep(path), text);
        }
        foreach ((string path, string target) in package.Links())
        {
            changed |= Link(Keep(path), target);
        }
        return changed | RemoveOthers(folder, kept);

        string Keep(string path)
        {
            string file = Path.Combine(folder, path);
            kept.Add(file);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return file;
        }
    }

    private static bool Copy(string source, string target, bool isExecutable)
    {
        bool same = File.Exists(target) && new FileInfo(target).LinkTarget is null && HaveEqualContent(source, target);
        if (!same)
        {
            string beside = $"{target}.{Path.GetRandomFileName()}";
            File.Copy(source, beside);
            File.Move(beside, target, overwrite: true);
        }
        if (OperatingSystem.IsWindows())
        {
            return !same;
        }
        UnixFileMode mode = isExecutable || (File.GetUnixFileMode(source) & UnixFileMode.UserExecute) != 0 ? Ordinary | Execute : Ordinary;
        if (File.GetUnixFileMode(target) == mode)
        {
            return !same;
        }
        File.SetUnixFileMode(target, mode);
        return true;
    }

    private static bool HaveEqualContent(string left, string right)
    {
        using FileStream first = File.OpenRead(left);
        using FileStream second = File.OpenRead(right);
        if (first.Length != second.Length)
        {
            return false;
        }
        byte[] one = new byte[1 << 16];
        byte[] two = new byte[1 << 16];
        while (true)
        {
            int read = first.ReadAtLeast(one, one.Length, throwOnEndOfStream: false);
            second.ReadAtLeast(two.AsSpan(0, read), read, throwOnEndOfStream: false);
            if (!one.AsSpan(0, read).SequenceEqual(two.AsSpan(0, read)))
            {
                return false;
            }
            if (read < one.Length)
            {
                return true;
            }
        }
    }

    private static bool Link(string link, string target)
    {
        FileInfo there = new(link);
        if (there.LinkTarget == target)
        {
            return false;
        }
        there.Delete();
        File.CreateSymbolicLink(link, target);
        return true;
    }

    private static bool RemoveOthers(string folder, HashSet<string> kept)
    {
        bool removed = false;
        foreach (FileSystemInfo item in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Where(item => item is FileInfo).ToArray())
        {
            if (!kept.Contains(item.FullName))
            {
                item.Delete();
                removed = true;
            }
        }
        foreach (string empty in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length).ToArray())
        {
            if (!Directory.EnumerateFileSystemEntries(empty).Any())
            {
                Directory.Delete(empty);
                removed = true;
            }
        }
        return removed;
    }
}
