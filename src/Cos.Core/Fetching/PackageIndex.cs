using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Fetching;

/// <summary>What an archive offers, after apt has checked its signatures.</summary>
internal sealed class PackageIndex(IEnumerable<LockedPackage> packages, long epoch)
{
    private readonly ILookup<string, LockedPackage> _packages = packages.ToLookup(package => package.Name, StringComparer.Ordinal);

    /// <summary>The youngest date of its release files, in seconds since 1970.</summary>
    public long Epoch { get; } = epoch;

    /// <summary>Every package of a name, in the order of the archive's files.</summary>
    public IEnumerable<LockedPackage> Find(string name) => _packages[name];

    /// <summary>Whether the archive has this very package, its content included.</summary>
    public bool Has(LockedPackage package) => _packages[package.Name].Contains(package);

    /// <summary>The package with its checksum that stands for what is installed; null when the archive does not offer it.</summary>
    public LockedPackage? Identify(InstalledPackage installed) => _packages[installed.Name].FirstOrDefault(package =>
        package.Version == installed.Version && package.Architecture == installed.Architecture);

    /// <summary>Fails when something locked cannot be had any more, naming each package and what there is instead.</summary>
    /// <exception cref="CosException">COS7512.</exception>
    public void RequireAll(SeedImage seed, IEnumerable<LockedPackage> locked)
    {
        string[] missing = [.. locked.Where(package => !Has(package)).Select(Describe)];
        if (missing.Length > 0)
        {
            throw new CosException(FetchingDiagnostics.LockedPackagesGone(seed.Location, seed.Reference, missing));
        }
    }

    private string Describe(LockedPackage package)
    {
        LockedPackage[] offered = [.. _packages[package.Name].Where(other => other.Architecture == package.Architecture)];
        if (offered.Length == 0)
        {
            return $"{package} has vanished";
        }
        return Array.Exists(offered, other => other.Version == package.Version)
            ? $"{package} is another file than the locked one"
            : $"{package} has moved to {string.Join(", ", offered.Select(other => other.Version).Distinct(StringComparer.Ordinal))}";
    }
}
