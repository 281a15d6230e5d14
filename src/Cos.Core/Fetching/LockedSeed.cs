using System.Collections.Immutable;

namespace Cos.Sdk.Fetching;

/// <summary>What a seed was made from and what came out, so that it can be made again the same.</summary>
internal sealed record LockedSeed
{
    /// <summary>SHA-256 of the archive that the seed is; empty for a bootstrapped seed. The fields up to <see cref="Packages"/> then have no content.</summary>
    public string Tarball { get; init; } = "";

    /// <summary>Whose packages.</summary>
    public SeedDistribution Distribution { get; init; }

    /// <summary>See <see cref="SeedImage.Suite"/>.</summary>
    public string Suite { get; init; } = "";

    /// <summary>See <see cref="SeedImage.Variant"/>.</summary>
    public string Variant { get; init; } = "";

    /// <summary>See <see cref="SeedImage.Architecture"/>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>See <see cref="SeedImage.Components"/>.</summary>
    public ImmutableArray<string> Components { get; init; } = [];

    /// <summary>See <see cref="SeedImage.Mirrors"/>.</summary>
    public ImmutableArray<string> Mirrors { get; init; } = [];

    /// <summary>The packages that were asked for, sorted.</summary>
    public ImmutableArray<string> Requested { get; init; } = [];

    /// <summary>The archive's own date when the packages were chosen, in seconds since 1970; no file of the seed is younger.</summary>
    public long Epoch { get; init; }

    /// <summary>Every package of the seed, sorted by name and architecture.</summary>
    public ImmutableArray<LockedPackage> Packages { get; init; } = [];

    /// <summary><c>sha256:…</c> of the root file system as an uncompressed tar.</summary>
    public required string RootFileSystem { get; init; }

    /// <summary>Whether this is the answer to that question; the archive's content is not looked at.</summary>
    public bool Answers(SeedImage seed) =>
        seed.IsTarball
            ? Tarball.Length > 0
            : Tarball.Length == 0
                && Distribution == seed.Distribution
                && Suite == seed.Suite
                && Variant == seed.Variant
                && Architecture == seed.Architecture
                && Components.SequenceEqual(seed.Components)
                && Mirrors.SequenceEqual(seed.Mirrors)
                && Requested.SequenceEqual(seed.Packages);
}
