using System.Globalization;

namespace Cos.Sdk.Fetching;

/// <summary>Says what moved between two states of a lock, one line each: for people, in order of kinds and names.</summary>
internal static class LockDifference
{
    private const int DigestLength = 12;

    /// <summary>Everything that moved.</summary>
    public static IReadOnlyList<string> Between(CosLock before, CosLock now) => [.. BaseImages(before, now), .. Seeds(before, now), .. Repositories(before, now)];

    /// <summary>What moved in repositories of others.</summary>
    public static IReadOnlyList<string> Repositories(CosLock before, CosLock now)
    {
        List<string> lines = [];
        foreach (string name in before.Repositories.Keys.Union(now.Repositories.Keys).Order(StringComparer.Ordinal))
        {
            Compare(name, before.Repositories.GetValueOrDefault(name), now.Repositories.GetValueOrDefault(name), lines);
        }
        return lines;
    }

    private static void Compare(string name, LockedRepository? before, LockedRepository? now, List<string> lines)
    {
        if (before is null || now is null)
        {
            lines.Add(before is null ? $"repository {name}: new, revision {Number(now!.Revision)}" : $"repository {name}: no longer used");
        }
        else if (!before.IsAt(now.Type, now.Urls, now.Reference))
        {
            lines.Add($"repository {name}: {Place(before)} -> {Place(now)}");
        }
        else if (before.Revision != now.Revision)
        {
            lines.Add($"repository {name}: revision {Number(before.Revision)} -> {Number(now.Revision)}");
        }
        else if (!before.HasContentOf(now))
        {
            lines.Add($"repository {name}: other content under the same revision {Number(now.Revision)}");
        }
        ILookup<string, LockedArchive> old = (before?.Packages ?? []).ToLookup(archive => archive.Package, StringComparer.Ordinal);
        ILookup<string, LockedArchive> current = (now?.Packages ?? []).ToLookup(archive => archive.Package, StringComparer.Ordinal);
        foreach (string package in old.Select(item => item.Key).Union(current.Select(item => item.Key)).Order(StringComparer.Ordinal))
        {
            if (Compare(package, [.. old[package]], [.. current[package]]) is { } line)
            {
                lines.Add($"  {line}");
            }
        }
    }

    private static string? Compare(string package, LockedArchive[] before, LockedArchive[] now)
    {
        string old = string.Join(", ", before.Select(archive => archive.Version).Order(StringComparer.Ordinal));
        string current = string.Join(", ", now.Select(archive => archive.Version).Order(StringComparer.Ordinal));
        return old.Length == 0 ? $"{package}: new, {current}"
            : current.Length == 0 ? $"{package}: {old}, no longer taken"
            : old != current ? $"{package}: {old} -> {current}"
            : before.Any(archive => !now.Contains(archive)) ? $"{package}: {current}, built anew"
            : null;
    }

    private static IEnumerable<string> BaseImages(CosLock before, CosLock now) =>
        from reference in before.BaseImages.Keys.Union(now.BaseImages.Keys).Order(StringComparer.Ordinal)
        let old = before.BaseImages.GetValueOrDefault(reference)
        let current = now.BaseImages.GetValueOrDefault(reference)
        where old != current
        select old is null ? $"base image {reference}: new, {Short(current!.Digest)}"
            : current is null ? $"base image {reference}: no longer used"
            : $"base image {reference}: {Short(old.Digest)} -> {Short(current.Digest)}";

    private static IEnumerable<string> Seeds(CosLock before, CosLock now)
    {
        foreach (string reference in before.Seeds.Keys.Union(now.Seeds.Keys).Order(StringComparer.Ordinal))
        {
            LockedSeed? old = before.Seeds.GetValueOrDefault(reference);
            LockedSeed? current = now.Seeds.GetValueOrDefault(reference);
            if (old is null || current is null)
            {
                yield return old is null ? $"seed {reference}: new, {Short(current!.RootFileSystem)}" : $"seed {reference}: no longer used";
                continue;
            }
            if (old.RootFileSystem != current.RootFileSystem)
            {
                yield return $"seed {reference}: {Short(old.RootFileSystem)} -> {Short(current.RootFileSystem)}";
            }
            Dictionary<string, string> versions = old.Packages.ToDictionary(package => package.Name, package => package.Version, StringComparer.Ordinal);
            foreach (LockedPackage package in current.Packages)
            {
                bool known = versions.Remove(package.Name, out string? version);
                if (version != package.Version)
                {
                    yield return known ? $"  {package.Name}: {version} -> {package.Version}" : $"  {package.Name}: new, {package.Version}";
                }
            }
            foreach ((string name, string version) in versions.OrderBy(item => item.Key, StringComparer.Ordinal))
            {
                yield return $"  {name}: {version}, gone";
            }
        }
    }

    private static string Place(LockedRepository repository) =>
        $"{repository.Type} {string.Join(", ", repository.Urls)}{(repository.Reference.Length > 0 ? $" ({repository.Reference})" : "")}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Short(string digest)
    {
        string hex = digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return hex.Length <= DigestLength ? hex : hex[..DigestLength];
    }
}
