using System.Collections.Concurrent;

namespace Cos.Sdk.Templating.Dates;

/// <summary>Finds time zones by the names of the system's database.</summary>
internal static class ZoneDatabase
{
    private const int MaxSize = 1024 * 1024;

    private static readonly string[] Folders = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];

    private static readonly ConcurrentDictionary<string, GoZone?> Known = new(StringComparer.Ordinal);

    /// <summary>The zone of a name; the local zone is UTC. Null when it is not known.</summary>
    public static GoZone? Find(string name)
    {
        if (name is "" or "UTC" or "Local")
        {
            return GoZone.Utc;
        }
        bool isName = name.Length < 100 && char.IsAsciiLetter(name[0]) && !name.Contains("..", StringComparison.Ordinal)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
        return isName ? Known.GetOrAdd(name, Read) : null;
    }

    private static GoZone? Read(string name)
    {
        foreach (string folder in Folders)
        {
            FileInfo file = new($"{folder}/{name}");
            if (file is { Exists: true, Length: < MaxSize })
            {
                return ZoneFile.Parse(name, File.ReadAllBytes(file.FullName));
            }
        }
        return null;
    }
}
