using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cos.Sdk.Fetching;

/// <summary>Turns a seed and its lock into arguments and keys. Pure.</summary>
internal static class SeedPlanner
{
    /// <summary>The archive's indices, in the folder that the bootstrap program runs in.</summary>
    public const string ListsFile = "lists.tar";

    /// <summary>The machine's mirrors, there too.</summary>
    public const string SourcesFile = "machine-sources.list";

    /// <summary>The locked versions, there too.</summary>
    public const string PinsFile = "pins";

    /// <summary>What dpkg installed, there too after the bootstrap.</summary>
    public const string StatusFile = "status";

    /// <summary>Raised when the same lock would give another root file system.</summary>
    private const int Generation = 1;

    /// <summary>Plans a seed.</summary>
    /// <param name="seed">A seed that is no archive.</param>
    /// <param name="locked">What must come out; null when that is to be found out.</param>
    /// <param name="machineSources">The machine's own mirrors for the release, used when the seed names none.</param>
    public static SeedPlan Plan(SeedImage seed, LockedSeed? locked, ImmutableArray<string> machineSources)
    {
        bool substitute = seed.Mirrors.IsEmpty && !machineSources.IsEmpty;
        ImmutableArray<string> common =
        [
            "--architectures=" + seed.Architecture,
            "--components=" + string.Join(',', seed.Components),
            "--skip=check/signed-by",
            "--keyring=" + seed.Keyring,
            .. substitute ? [SeedHooks.KeepSources, $"--setup-hook=upload {SourcesFile} /etc/apt/sources.list"] : Array.Empty<string>(),
            .. locked is null ? [] : new[] { SeedHooks.AcceptOldIndices },
        ];
        return new SeedPlan
        {
            IndexArguments =
            [
                "--variant=custom", .. common, SeedHooks.Update, $"--setup-hook=tar-out {SeedHooks.ListsFolder} {ListsFile}",
                seed.Suite, "/dev/null", .. seed.Mirrors,
            ],
            BootstrapArguments =
            [
                "--variant=" + seed.Variant, "--format=tar", .. common, $"--setup-hook=tar-in {ListsFile} /var/lib/apt/", SeedHooks.SkipSync,
                .. locked is null ? [] : new[] { $"--setup-hook=upload {PinsFile} {SeedHooks.PinsPath}" },
                SeedHooks.MergeUsr,
                $"--customize-hook=download /var/lib/dpkg/status {StatusFile}",
                .. substitute ? [SeedHooks.RestoreSources] : Array.Empty<string>(),
                SeedHooks.Clean,
                .. seed.Packages.IsEmpty ? [] : new[] { "--include=" + string.Join(',', seed.Packages) },
                seed.Suite, "-", .. seed.Mirrors,
            ],
            Sources = substitute ? Lines(machineSources) : "",
            Pins = locked is null ? "" : string.Join('\n', locked.Packages.Select(package => Pin(seed, package))),
        };
    }

    /// <summary>Names the root file system that a lock leads to: 64 hexadecimal digits.</summary>
    public static string CacheKey(LockedSeed locked) => Hash(
        [locked.Distribution.ToString(), locked.Suite, locked.Variant, locked.Architecture, Number(locked.Epoch), locked.RootFileSystem],
        locked.Components, locked.Mirrors, locked.Requested, [.. locked.Packages.Select(package => $"{package} {package.Sha256}")]);

    /// <summary>Names a seed that is not locked yet: 64 hexadecimal digits.</summary>
    public static string RequestKey(SeedImage seed) => Hash(
        [seed.Distribution.ToString(), seed.Suite, seed.Variant, seed.Architecture, seed.Keyring],
        seed.Components, seed.Mirrors, seed.Packages);

    private static string Hash(params ImmutableArray<string>[] lists)
    {
        StringBuilder text = new(Number(Generation) + "\n");
        foreach (ImmutableArray<string> list in lists)
        {
            text.Append(Number(list.Length)).Append('\n').Append(Lines(list));
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Pin(SeedImage seed, LockedPackage package)
    {
        bool own = package.Architecture == "all" || package.Architecture == seed.Architecture;
        return $"Package: {package.Name}{(own ? "" : ":" + package.Architecture)}\nPin: version {package.Version}\nPin-Priority: 1001\n";
    }

    private static string Lines(IEnumerable<string> values) => string.Concat(values.Select(value => value + "\n"));
}
