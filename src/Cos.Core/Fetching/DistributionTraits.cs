using System.Collections.Immutable;

namespace Cos.Sdk.Fetching;

/// <summary>What bootstrapping has to know about a distribution.</summary>
internal sealed record DistributionTraits
{
    private static readonly DistributionTraits Debian = new()
    {
        Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg",
        KeyringPackage = "debian-archive-keyring",
        Components = ["main"],
        ArchiveNames = ["debian", "debian-security", "debian-archive"],
    };

    private static readonly DistributionTraits Ubuntu = new()
    {
        Keyring = "/usr/share/keyrings/ubuntu-archive-keyring.gpg",
        KeyringPackage = "ubuntu-keyring",
        Components = ["main", "universe"],
        ArchiveNames = ["ubuntu", "ubuntu-ports"],
    };

    private static readonly ImmutableHashSet<string> UbuntuSuites = ImmutableHashSet.Create(
        StringComparer.Ordinal, "bionic", "focal", "jammy", "noble", "oracular", "plucky", "questing", "resolute");

    /// <summary>The keys that its archives are signed with.</summary>
    public required string Keyring { get; init; }

    /// <summary>The package of Debian and Ubuntu that has the keyring.</summary>
    public required string KeyringPackage { get; init; }

    /// <summary>Where packages are taken from when the seed does not say.</summary>
    public required ImmutableArray<string> Components { get; init; }

    /// <summary>The last segment of the address of a mirror of its archives.</summary>
    public required ImmutableArray<string> ArchiveNames { get; init; }

    /// <summary>The traits of a distribution.</summary>
    public static DistributionTraits Of(SeedDistribution distribution) => distribution == SeedDistribution.Ubuntu ? Ubuntu : Debian;

    /// <summary>The distribution that a release name belongs to; Debian unless it is one of Ubuntu's.</summary>
    public static SeedDistribution Recognize(string suite) =>
        UbuntuSuites.Contains(suite) ? SeedDistribution.Ubuntu : SeedDistribution.Debian;
}
