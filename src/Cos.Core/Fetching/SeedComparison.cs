using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Fetching;

/// <summary>Compares what a bootstrap gave with its lock.</summary>
internal static class SeedComparison
{
    /// <summary>Fails when another set of packages came out.</summary>
    /// <exception cref="CosException">COS7513.</exception>
    public static void RequireSame(SeedImage seed, IReadOnlyCollection<LockedPackage> locked, IReadOnlyCollection<LockedPackage> made)
    {
        string[] differences =
        [
            .. locked.Except(made).Select(package => $"{package} is locked and did not come"),
            .. made.Except(locked).Select(package => $"{package} came and is not locked"),
        ];
        if (differences.Length > 0)
        {
            Array.Sort(differences, StringComparer.Ordinal);
            throw new CosException(FetchingDiagnostics.OtherPackagesCame(seed.Location, seed.Reference, differences));
        }
    }
}
