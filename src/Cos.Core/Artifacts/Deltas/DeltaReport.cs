using System.Text;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>Says in one diagnostic what steps changed or deleted and the artifact does not have.</summary>
internal static class DeltaReport
{
    private const int MaxShown = 20;

    /// <summary>Prefixes of what tools keep for themselves, and the words that stand for it.</summary>
    private static readonly (string Prefix, string Name)[] Caches =
    [
        ("var/lib/apt/", "apt"), ("var/cache/apt/", "apt"), ("var/log/apt/", "apt"), ("etc/apt/.", "apt"),
        ("var/lib/dpkg/", "dpkg"), ("var/cache/debconf/", "debconf"), ("var/log/dpkg.log", "dpkg"), ("var/log/alternatives.log", "dpkg"),
        ("var/lib/rpm/", "rpm"), ("usr/lib/sysimage/rpm/", "rpm"), ("var/cache/dnf/", "dnf"), ("var/lib/dnf/", "dnf"), ("var/cache/yum/", "yum"),
        ("var/cache/zypp/", "zypper"), ("var/lib/zypp/", "zypper"), ("lib/apk/", "apk"), ("var/cache/apk/", "apk"), ("etc/apk/", "apk"),
        ("var/cache/pacman/", "pacman"), ("var/lib/pacman/", "pacman"),
        ("etc/ld.so.cache", "ldconfig"), ("var/cache/ldconfig/", "ldconfig"), ("var/cache/man/", "man-db"), ("var/cache/fontconfig/", "fontconfig"),
        ("usr/share/mime/", "shared-mime-info"), ("usr/share/info/dir", "install-info"), ("var/lib/systemd/", "systemd"), ("var/log/", "logs"),
        ("var/cache/", "caches"), ("root/.cache/", "caches"), ("tmp/", "temporary files"), ("var/tmp/", "temporary files"), ("run/", "run-time files"),
    ];

    /// <summary>Makes the diagnostic.</summary>
    /// <param name="package">The package as messages name it.</param>
    /// <param name="location">Where its build file says what the artifact is.</param>
    /// <param name="result">What happened besides.</param>
    /// <param name="listFile">Where all paths are written, one a line, when not all fit the message; deleted when they fit.</param>
    /// <returns>Null when there is nothing to say.</returns>
    public static Diagnostic? Create(string package, SourceLocation? location, DeltaResult result, string listFile)
    {
        if (File.Exists(listFile))
        {
            File.Delete(listFile);
        }
        (string Path, bool IsDeleted)[] all =
        [
            .. result.Changed.Select(path => (path, false)).Concat(result.Deleted.Select(path => (path, true)))
                .OrderBy(item => item.Item1, StringComparer.Ordinal),
        ];
        if (all.Length == 0)
        {
            return null;
        }
        ILookup<string?, (string Path, bool IsDeleted)> byCache = all.ToLookup(item => CacheOf(item.Path));
        (string Path, bool IsDeleted)[] shown = [.. byCache[null]];
        StringBuilder list = new();
        list.AppendJoin(", ", shown.Take(MaxShown).Select(Describe));
        if (shown.Length > MaxShown)
        {
            WriteAll(listFile, all);
            list.Append($" and {shown.Length - MaxShown} more (all in {listFile})");
        }
        string[] caches = [.. byCache.Where(group => group.Key is not null).Select(group => group.Key!).Order(StringComparer.Ordinal)];
        if (caches.Length > 0)
        {
            list.Append(shown.Length == 0 ? "" : "; besides ").Append($"{all.Length - shown.Length} of {string.Join(", ", caches)}");
        }
        return shown.Length > 0
            ? ArtifactDiagnostics.ChangesNotTaken(package, location, all.Length, list.ToString())
            : ArtifactDiagnostics.CachesNotTaken(package, location, all.Length, list.ToString());
    }

    private static string? CacheOf(string path) =>
        Array.Find(Caches, cache => path.StartsWith(cache.Prefix, StringComparison.Ordinal)).Name;

    private static string Describe((string Path, bool IsDeleted) item) =>
        $"/{TarPath.ForMessage(item.Path)}{(item.IsDeleted ? " (deleted)" : "")}";

    private static void WriteAll(string file, (string Path, bool IsDeleted)[] all)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, all.Select(item => $"{(item.IsDeleted ? 'D' : 'M')} /{item.Path.Replace('\n', '?')}"));
    }
}
