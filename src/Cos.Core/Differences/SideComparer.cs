using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Differences;

/// <summary>Compares two sides package by package. Equal versions are compared with each other, then the newest that are left.</summary>
internal static class SideComparer
{
    /// <summary>Compares two sides.</summary>
    /// <exception cref="CosException">A bare archive is compared with a repository, or an archive cannot be read.</exception>
    public static async Task<Difference> CompareAsync(ComparedSide from, ComparedSide to, CancellationToken cancellationToken)
    {
        if (from.IsSingle != to.IsSingle)
        {
            throw new CosException(DifferenceDiagnostics.SidesDoNotMatch(from.Name, to.Name));
        }
        List<PackageDifference> found = [];
        IEnumerable<(ComparedPackage?, ComparedPackage?)> pairs = from.IsSingle ? [(from.Packages[0], to.Packages[0])] : Pair(from, to);
        foreach ((ComparedPackage? left, ComparedPackage? right) in pairs)
        {
            PackageDifference? difference = (left, right) switch
            {
                (null, { } added) => new PackageDifference { Package = added.Id.Name.ToString(), Kind = DifferenceKind.Added, ToVersion = added.Id.Version },
                ({ } removed, null) => new PackageDifference { Package = removed.Id.Name.ToString(), Kind = DifferenceKind.Removed, FromVersion = removed.Id.Version },
                ({ } before, { } after) => await PackageComparer.CompareAsync(before, after, cancellationToken).ConfigureAwait(false),
                _ => null,
            };
            if (difference is not null)
            {
                found.Add(difference);
            }
        }
        return new Difference(from.Name, to.Name, [.. found]);
    }

    private static IEnumerable<(ComparedPackage?, ComparedPackage?)> Pair(ComparedSide from, ComparedSide to)
    {
        ILookup<PackageName, ComparedPackage> left = from.Packages.ToLookup(package => package.Id.Name);
        ILookup<PackageName, ComparedPackage> right = to.Packages.ToLookup(package => package.Id.Name);
        foreach (PackageName name in left.Select(group => group.Key).Union(right.Select(group => group.Key)).Order())
        {
            List<ComparedPackage> before = NewestFirst(left[name]);
            List<ComparedPackage> after = NewestFirst(right[name]);
            foreach (ComparedPackage package in after.ToArray())
            {
                if (before.Find(other => other.Id == package.Id) is { } same)
                {
                    before.Remove(same);
                    after.Remove(package);
                    yield return (same, package);
                }
            }
            for (int i = 0; i < Math.Max(before.Count, after.Count); i++)
            {
                yield return (before.ElementAtOrDefault(i), after.ElementAtOrDefault(i));
            }
        }
    }

    private static List<ComparedPackage> NewestFirst(IEnumerable<ComparedPackage> packages) =>
        [.. packages.OrderByDescending(package => new PackageVersion(package.Id.Version)).ThenBy(package => package.Id.Version, StringComparer.Ordinal)];
}
