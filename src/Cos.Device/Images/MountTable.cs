namespace Cos.Device.Images;

/// <summary>What is mounted.</summary>
internal static class MountTable
{
    /// <summary>A mount.</summary>
    /// <param name="Folder">Where.</param>
    /// <param name="IsReadOnly">Whether the mount or its file system is read-only.</param>
    public sealed record Mount(string Folder, bool IsReadOnly);

    /// <summary>Where the whole of a device's file system is mounted; null when it is nowhere.</summary>
    public static Mount? Find(string device)
    {
        FileInfo file = new(device);
        string name = Path.GetFileName(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? device);
        string numbers = $"/sys/class/block/{name}/dev";
        return File.Exists(numbers) ? Find(File.ReadLines("/proc/self/mountinfo"), File.ReadAllText(numbers).Trim()) : null;
    }

    /// <summary>The same by the device's numbers, <c>major:minor</c>, in lines of mountinfo. The mount that was made last hides others, so it counts.</summary>
    public static Mount? Find(IEnumerable<string> lines, string numbers)
    {
        Mount? found = null;
        foreach (string line in lines)
        {
            string[] fields = line.Split(' ');
            if (fields.Length > 6 && fields[2] == numbers && fields[3] == "/" && Decode(fields[4]) is var folder && Directory.Exists(folder))
            {
                bool readOnly = fields[5].Split(',').Contains("ro") || fields[^1].Split(',').Contains("ro");
                // One that can be written to is better than one that cannot.
                found = found is null || !readOnly ? new Mount(folder, readOnly) : found;
            }
        }
        return found;
    }

    /// <summary>Whether something is mounted at a folder.</summary>
    public static bool IsMountPoint(string folder) => File.ReadLines("/proc/self/mountinfo").Any(line => Decode(line.Split(' ')[4]) == folder);

    private static string Decode(string path) =>
        path.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
