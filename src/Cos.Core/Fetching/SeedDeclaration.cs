using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Fetching;

/// <summary>The texts of a <c>CosSeedImage</c> item, before they are checked.</summary>
internal sealed partial record SeedDeclaration
{
    private static readonly ImmutableArray<string> Variants =
        ["apt", "buildd", "essential", "important", "minbase", "required", "standard"];

    /// <summary>The item itself: an image reference.</summary>
    public required string Reference { get; init; }

    /// <summary><c>debian</c>, <c>ubuntu</c>, or empty: told from the suite.</summary>
    public string Distribution { get; init; } = "";

    /// <summary>See <see cref="SeedImage.Suite"/>.</summary>
    public string Suite { get; init; } = "";

    /// <summary>See <see cref="SeedImage.Variant"/>; empty for <c>minbase</c>.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Separated by semicolons, commas or blanks.</summary>
    public string Packages { get; init; } = "";

    /// <summary>Separated by semicolons or line ends.</summary>
    public string Mirror { get; init; } = "";

    /// <summary>Separated by semicolons, commas or blanks.</summary>
    public string Components { get; init; } = "";

    /// <summary>The distribution's name or the kernel's (<c>x86_64</c>); empty for amd64.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Absolute path; empty for the distribution's own.</summary>
    public string Keyring { get; init; } = "";

    /// <summary>Absolute path; empty for a bootstrapped seed.</summary>
    public string Tarball { get; init; } = "";

    /// <summary>Absolute path of an archive with an image; empty for other seeds.</summary>
    public string Archive { get; init; } = "";

    /// <summary>The image's name in <see cref="Archive"/>; empty for the only one.</summary>
    public string Image { get; init; } = "";

    /// <summary>Where the item is.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>Checks every text; null when one is wrong, which the bag then says.</summary>
    public SeedImage? Check(DiagnosticBag diagnostics)
    {
        int before = diagnostics.Count;
        Require(diagnostics, nameof(Reference), Reference, ReferenceText(), "an image reference such as debian-base:bookworm");
        if (Archive.Length > 0)
        {
            if (Suite.Length + Packages.Length + Mirror.Length + Tarball.Length > 0)
            {
                diagnostics.Add(FetchingDiagnostics.InvalidSeed(Location, Reference, nameof(Archive), Archive, "alone: an image has no suite, packages, mirror or tarball"));
            }
            SeedImage image = Read() with { Tarball = Archive, IsImage = true, ImageName = Image };
            Require(diagnostics, nameof(Architecture), image.Architecture, NameText(), "an architecture such as amd64");
            return diagnostics.Count > before ? null : image;
        }
        if (Tarball.Length > 0)
        {
            if (Suite.Length + Packages.Length + Mirror.Length > 0)
            {
                diagnostics.Add(FetchingDiagnostics.InvalidSeed(Location, Reference, nameof(Tarball), Tarball, "alone: an archive has no suite, packages or mirror"));
            }
            return diagnostics.Count > before ? null : new SeedImage { Reference = Reference, Tarball = Tarball, Location = Location };
        }
        SeedImage seed = Read();
        Require(diagnostics, nameof(Suite), Suite, NameText(), "the name of a release such as bookworm");
        Require(diagnostics, nameof(Architecture), seed.Architecture, NameText(), "an architecture such as amd64");
        if (Distribution.Length > 0 && !Enum.TryParse(Distribution, ignoreCase: true, out SeedDistribution _))
        {
            diagnostics.Add(FetchingDiagnostics.InvalidSeed(Location, Reference, nameof(Distribution), Distribution, "debian or ubuntu"));
        }
        if (!Variants.Contains(seed.Variant))
        {
            diagnostics.Add(FetchingDiagnostics.InvalidSeed(Location, Reference, nameof(Variant), seed.Variant, "one of " + string.Join(", ", Variants)));
        }
        foreach (string package in seed.Packages)
        {
            Require(diagnostics, nameof(Packages), package, PackageText(), "package names such as openssh-server or libc6:arm64");
        }
        foreach (string component in seed.Components)
        {
            Require(diagnostics, nameof(Components), component, NameText(), "parts of the archive such as main or non-free-firmware");
        }
        foreach (string mirror in seed.Mirrors)
        {
            Require(diagnostics, nameof(Mirror), mirror, MirrorText(), "addresses (scheme://host/path, without credentials: apt keeps those) or lines 'deb address suite component'");
        }
        return diagnostics.Count > before ? null : seed;
    }

    private SeedImage Read()
    {
        SeedDistribution distribution = Enum.TryParse(Distribution, ignoreCase: true, out SeedDistribution named)
            ? named
            : DistributionTraits.Recognize(Suite);
        DistributionTraits traits = DistributionTraits.Of(distribution);
        ImmutableArray<string> components = Words(Components);
        return new SeedImage
        {
            Reference = Reference,
            Distribution = distribution,
            Suite = Suite,
            Variant = Variant.Length > 0 ? Variant : "minbase",
            Packages = [.. Words(Packages).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Mirrors = [.. Mirror.Split([';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Components = components.IsEmpty ? traits.Components : components,
            Architecture = Architecture switch
            {
                "" or "x86_64" => "amd64",
                "aarch64" => "arm64",
                _ => Architecture,
            },
            Keyring = Keyring.Length > 0 ? Keyring : traits.Keyring,
            Location = Location,
        };
    }

    private void Require(DiagnosticBag diagnostics, string key, string value, Regex form, string allowed)
    {
        if (!form.IsMatch(value))
        {
            diagnostics.Add(FetchingDiagnostics.InvalidSeed(Location, Reference, key, value, allowed));
        }
    }

    private static ImmutableArray<string> Words(string text) =>
        [.. text.Split([';', ',', ' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._:/-]{0,254}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ReferenceText();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NameText();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9+.-]{1,127}(:[a-z0-9-]{1,32})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex PackageText();

    [GeneratedRegex(@"\A(deb (\[[A-Za-z0-9=,. /_-]{1,200}\] )?)?[a-z+]{3,20}:/[A-Za-z0-9._~:/%+\[\]-]{1,400}( [A-Za-z0-9._/-]{1,60}){0,12}\z", RegexOptions.NonBacktracking)]
    private static partial Regex MirrorText();
}
