using System.Text.RegularExpressions;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Golden.Engine;

/// <summary>
/// Compares what an archive holds with a recorded listing: kind, mode, owner, size, path, link. Folders that only lead to something need not be in ours, and
/// keep their modes there: the reference makes them anew.
/// </summary>
internal static partial class ArchiveComparison
{
    /// <summary>The difference; null when there is none.</summary>
    /// <param name="listing">What was recorded.</param>
    /// <param name="archive">Ours.</param>
    /// <param name="isOfBase">Whether sizes are of the base image's files.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<string?> CompareAsync(string listing, string archive, bool isOfBase, CancellationToken cancellationToken)
    {
        if (!File.Exists(archive))
        {
            return "not made";
        }
        string[] recorded = [.. File.ReadAllLines(listing).Where(line => line.Length > 0)];
        List<string> ours = [];
        await using (PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(archive, null, cancellationToken))
        {
            while (await reader.ReadEntryAsync(cancellationToken) is { } entry)
            {
                ours.Add(Line(entry));
            }
        }
        return Difference.OfLines(Even(recorded, isOfBase), Even(ours, isOfBase));
    }

    private static string Line(TarEntry entry)
    {
        char kind = entry.Kind switch
        {
            TarEntryKind.Directory => 'd',
            TarEntryKind.SymbolicLink => 'l',
            TarEntryKind.HardLink => 'h',
            TarEntryKind.Fifo => 'p',
            TarEntryKind.CharacterDevice => 'c',
            TarEntryKind.BlockDevice => 'b',
            _ => '-',
        };
        string link = entry.LinkTarget is { } target ? " -> " + target : "";
        return $"{kind}{Convert.ToString(entry.Mode, 8).PadLeft(4, '0')} {entry.UserId}/{entry.GroupId} {entry.Size} {entry.Path}{link}";
    }

    private static string[] Even(IReadOnlyCollection<string> lines, bool isOfBase)
    {
        Match[] entries = [.. lines.Select(line => Entry().Match(line))];
        HashSet<string> parents = [.. entries.Select(entry => entry.Groups["path"].Value.TrimEnd('/')).SelectMany(Parents)];
        return
        [
            .. entries
                .Where(entry => entry.Groups["kind"].Value != "d" || !parents.Contains(entry.Groups["path"].Value.TrimEnd('/')))
                .Select(entry => $"{entry.Groups["kind"]}{ModeOf(entry)} {entry.Groups["owner"]} {(isOfBase ? "-" : entry.Groups["size"])} {entry.Groups["path"].Value.TrimEnd('/')}{entry.Groups["link"]}")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The mode of a link means nothing.</summary>
    private static string ModeOf(Match entry) => entry.Groups["kind"].Value is "l" or "h" ? "" : entry.Groups["mode"].Value;

    private static IEnumerable<string> Parents(string path)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }

    [GeneratedRegex("^(?<kind>.)(?<mode>[0-7]+) (?<owner>[0-9]+/[0-9]+) (?<size>[0-9-]+) (?<path>.*?)(?<link> -> .*)?$")]
    private static partial Regex Entry();
}
