using System.Collections.Immutable;

namespace Cos.Sdk.Fetching;

/// <summary>A package that dpkg has installed.</summary>
/// <param name="Name">Without its architecture.</param>
/// <param name="Version">Complete, with epoch and revision.</param>
/// <param name="Architecture">Its own, <c>all</c> included.</param>
internal sealed record InstalledPackage(string Name, string Version, string Architecture)
{
    /// <summary>Reads dpkg's <c>status</c> file; sorted by name and architecture.</summary>
    public static ImmutableArray<InstalledPackage> ReadStatus(string file) =>
    [
        .. ControlFile.Read(File.ReadLines(file))
            .Where(stanza => stanza.GetValueOrDefault("Status", "").EndsWith(" installed", StringComparison.Ordinal))
            .Select(stanza => new InstalledPackage(
                stanza.GetValueOrDefault("Package", ""), stanza.GetValueOrDefault("Version", ""), stanza.GetValueOrDefault("Architecture", "")))
            .OrderBy(package => package.Name, StringComparer.Ordinal)
            .ThenBy(package => package.Architecture, StringComparer.Ordinal),
    ];
}
