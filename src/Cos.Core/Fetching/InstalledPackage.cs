using System.Collections.Immutable;

namespace Cos.Sdk.Fetching;

/// <summary>A package that dpkg has installed.</summary>
/// <param name="Name">Without its architecture.</param>
/// <param name="Version">Complete, with epoch and revision.</param>
/// <param name="Architecture">Its own, <c>all</c> included.</param>
internal sealed record InstalledPackage(string Name, string Version, string Architecture)
{
    /// <summary>Name of the source package it was built from; its own name when it has no other.</summary>
    public string Source { get; init; } = Name;

    /// <summary>Version of the source package; its own when it has no other.</summary>
    public string SourceVersion { get; init; } = Version;

    /// <summary>Name and address of whoever looks after it; may be empty.</summary>
    public string Maintainer { get; init; } = "";

    /// <summary>Address of the project's pages; may be empty.</summary>
    public string Homepage { get; init; } = "";

    /// <summary>First line of its description; may be empty.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Reads dpkg's <c>status</c> file; sorted by name and architecture.</summary>
    public static ImmutableArray<InstalledPackage> ReadStatus(string file) => Select(ControlFile.Read(File.ReadLines(file)));

    /// <summary>The stanzas of packages that are installed; those of <c>status.d</c> have no state.</summary>
    public static ImmutableArray<InstalledPackage> Select(IEnumerable<IReadOnlyDictionary<string, string>> stanzas) =>
    [
        .. stanzas
            .Where(stanza => stanza.GetValueOrDefault("Status", " installed").EndsWith(" installed", StringComparison.Ordinal))
            .Select(Create)
            .OrderBy(package => package.Name, StringComparer.Ordinal)
            .ThenBy(package => package.Architecture, StringComparer.Ordinal),
    ];

    private static InstalledPackage Create(IReadOnlyDictionary<string, string> stanza)
    {
        InstalledPackage package = new(
            stanza.GetValueOrDefault("Package", ""), stanza.GetValueOrDefault("Version", ""), stanza.GetValueOrDefault("Architecture", ""));
        // "Source: glibc (2.36-9)": the version stands there only when it is another one.
        string[] source = stanza.GetValueOrDefault("Source", package.Name).Split(['(', ')', ' '], StringSplitOptions.RemoveEmptyEntries);
        return package with
        {
            Source = source.Length > 0 ? source[0] : package.Name,
            SourceVersion = source.Length > 1 ? source[1] : package.Version,
            Maintainer = stanza.GetValueOrDefault("Maintainer", ""),
            Homepage = stanza.GetValueOrDefault("Homepage", ""),
            Summary = stanza.GetValueOrDefault("Description", "").Split('\n')[0],
        };
    }
}
