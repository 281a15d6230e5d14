using System.Collections.Immutable;

namespace Cos.Sdk.Fetching;

/// <summary>
/// The mirrors that this machine itself takes a release from, out of <c>sources.list</c> and <c>sources.list.d</c>, in both formats. Options of
/// the entries are not taken over: a seed is checked with its own keyring.
/// </summary>
internal static class MachineAptSources
{
    private const long MaximumSize = 1 << 20;

    /// <summary>One-line entries for the release with its updates and security fixes; none when the machine does not know the release.</summary>
    /// <param name="folder">For example <c>/etc/apt</c>; need not exist.</param>
    /// <param name="seed">The release, the components and the distribution.</param>
    public static ImmutableArray<string> Find(string folder, SeedImage seed)
    {
        DistributionTraits traits = DistributionTraits.Of(seed.Distribution);
        ImmutableArray<string> lines =
        [
            .. Entries(folder)
                .Where(entry => IsOfRelease(entry.Suite, seed.Suite) && IsOfDistribution(entry.Address, traits))
                .Select(entry => (entry, Components: seed.Components.Where(entry.Components.Contains)))
                .Where(pair => pair.Components.Any())
                .Select(pair => $"deb {pair.entry.Address} {pair.entry.Suite} {string.Join(' ', pair.Components)}")
                .Distinct(StringComparer.Ordinal),
        ];
        string release = $" {seed.Suite} ";
        return lines.Any(line => line.Contains(release, StringComparison.Ordinal)) ? lines : [];
    }

    private static bool IsOfRelease(string suite, string release) =>
        suite == release || suite == release + "-updates" || suite == release + "-security" || suite == release + "/updates";

    private static bool IsOfDistribution(string address, DistributionTraits traits) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
        && uri.Scheme != "cdrom"
        && uri.UserInfo.Length == 0
        && traits.ArchiveNames.Contains(address.TrimEnd('/').Split('/')[^1]);

    private static IEnumerable<Entry> Entries(string folder)
    {
        string parts = Path.Combine(folder, "sources.list.d");
        IEnumerable<string> files = Directory.Exists(parts) ? Directory.EnumerateFiles(parts) : [];
        foreach (string file in files.Order(StringComparer.Ordinal).Prepend(Path.Combine(folder, "sources.list")))
        {
            if (!File.Exists(file) || new FileInfo(file).Length > MaximumSize)
            {
                continue;
            }
            string[] lines = File.ReadAllLines(file);
            IEnumerable<Entry> entries = Path.GetExtension(file) switch
            {
                ".list" => lines.SelectMany(ReadLine),
                ".sources" => ReadStanzas(lines),
                _ => [],
            };
            foreach (Entry entry in entries)
            {
                yield return entry;
            }
        }
    }

    private static IEnumerable<Entry> ReadLine(string line)
    {
        string text = line.Split('#')[0].Trim();
        int options = text.IndexOf(']', StringComparison.Ordinal);
        if (options > 0 && text.Contains('[', StringComparison.Ordinal))
        {
            text = string.Concat(text.AsSpan(0, text.IndexOf('[', StringComparison.Ordinal)), text.AsSpan(options + 1));
        }
        string[] words = Words(text);
        return words.Length > 3 && words[0] == "deb" ? [new Entry(words[1], words[2], [.. words[3..]])] : [];
    }

    private static IEnumerable<Entry> ReadStanzas(IEnumerable<string> lines)
    {
        foreach (IReadOnlyDictionary<string, string> stanza in ControlFile.Read(lines))
        {
            string[] Field(string name) => Words(stanza.GetValueOrDefault(name, ""));
            if (!Field("Types").Contains("deb") || stanza.GetValueOrDefault("Enabled", "yes").Trim() is "no" or "false" or "0")
            {
                continue;
            }
            foreach (string address in Field("URIs"))
            {
                foreach (string suite in Field("Suites"))
                {
                    yield return new Entry(address, suite, [.. Field("Components")]);
                }
            }
        }
    }

    private static string[] Words(string text) => text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private sealed record Entry(string Address, string Suite, ImmutableArray<string> Components);
}
