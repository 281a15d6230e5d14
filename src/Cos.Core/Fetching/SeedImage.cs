using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Fetching;

/// <summary>A base image that is made instead of pulled: from a distribution's packages, or from a root file system in an archive.</summary>
internal sealed record SeedImage
{
    /// <summary>The image reference that packages name as their <c>image:</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>Whose packages; without meaning for an archive.</summary>
    public SeedDistribution Distribution { get; init; }

    /// <summary>Release to bootstrap, for example <c>bookworm</c>; empty for an archive.</summary>
    public string Suite { get; init; } = "";

    /// <summary>Which packages every system has: <c>essential</c>, <c>apt</c>, <c>required</c>, <c>minbase</c>, <c>buildd</c>, <c>important</c> or <c>standard</c>.</summary>
    public string Variant { get; init; } = "minbase";

    /// <summary>Packages to install besides, sorted, each once.</summary>
    public ImmutableArray<string> Packages { get; init; } = [];

    /// <summary>Addresses or one-line apt sources; empty for the machine's own mirrors of the release, else the distribution's.</summary>
    public ImmutableArray<string> Mirrors { get; init; } = [];

    /// <summary>Parts of the archive, for example <c>main</c>.</summary>
    public ImmutableArray<string> Components { get; init; } = [];

    /// <summary>The distribution's name of the architecture, for example <c>amd64</c>.</summary>
    public string Architecture { get; init; } = "amd64";

    /// <summary>Absolute path of the keys that the archive must be signed with.</summary>
    public string Keyring { get; init; } = "";

    /// <summary>Absolute path of a root file system as <c>.tar</c>, <c>.tar.gz</c>, <c>.tar.zst</c> or <c>.tar.xz</c>; empty for a bootstrapped seed.</summary>
    public string Tarball { get; init; } = "";

    /// <summary>Whether <see cref="Tarball"/> is not a root file system but an image: an OCI archive, or what <c>docker save</c> writes.</summary>
    public bool IsImage { get; init; }

    /// <summary>The image's name in that archive; empty for the only one.</summary>
    public string ImageName { get; init; } = "";

    /// <summary>OCI name of the platform.</summary>
    public string Platform => "linux/" + Architecture switch
    {
        "armhf" => "arm/v7",
        "armel" => "arm/v5",
        "i386" => "386",
        "ppc64el" => "ppc64le",
        _ => Architecture,
    };

    /// <summary>Where the seed is declared.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>Whether the seed is an archive.</summary>
    public bool IsTarball => Tarball.Length > 0;
}
