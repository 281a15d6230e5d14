using System.Text.RegularExpressions;

namespace Cos.Sdk.Tests.Documentation;

/// <summary>The tables of docs/reference.md that other files are made from.</summary>
internal static partial class ReferenceTables
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs/reference.md"));

    /// <summary>Every documented property of the SDK's own: name, default and meaning.</summary>
    public static IReadOnlyList<(string Name, string Default, string Meaning)> Properties { get; } =
    [
        .. PropertyTable().Matches(Page).Cast<Match>().SelectMany(table => RowsAfter(table.Index)).SelectMany(row => Name().Matches(row[0]).Cast<Match>().Select(name => (name.Groups[1].Value, row[1], row[2]))),
    ];

    /// <summary>Every item of the SDK's own that a project may have: name and meaning.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Items { get; } =
        [.. RowsBelow("## Items in").Select(row => (Name: Name().Match(row[0]).Groups[1].Value, row[1])).Where(item => item.Name.StartsWith("Cos", StringComparison.Ordinal))];

    /// <summary>The metadata of an item: from its own table, or from its row.</summary>
    public static IReadOnlyList<(string Name, string Default, string Meaning)> MetadataOf(string item)
    {
        string heading = $"Metadata of `{item}`:";
        if (Page.Contains(heading, StringComparison.Ordinal))
        {
            return [.. RowsBelow(heading).Select(row => (Name().Match(row[0]).Groups[1].Value, row[1], row[2]))];
        }
        string[] row = RowsBelow("## Items in").First(row => Name().Match(row[0]).Groups[1].Value == item);
        if (Anchor().Match(row[2]) is { Success: true } anchor)
        {
            Match section = Heading().Matches(Page).Cast<Match>().First(heading => Slug(heading.Groups[1].Value) == anchor.Groups[1].Value);
            int table = Page.IndexOf("| metadata |", section.Index, StringComparison.Ordinal);
            return [.. RowsAfter(table).Select(cells => (Name().Match(cells[0]).Groups[1].Value, cells[1], cells[2]))];
        }
        return [.. MetadataInRow().Matches(row[2]).Cast<Match>().Select(match => (match.Groups[1].Value, "empty", match.Groups[2].Value.Trim()))];
    }

    /// <summary>A cell as plain text.</summary>
    public static string Plain(string cell) => Link().Replace(cell, "$1").Replace("`", "", StringComparison.Ordinal).Replace("\\|", "|", StringComparison.Ordinal).Trim();

    /// <summary>The cells of the first table behind a text.</summary>
    private static IEnumerable<string[]> RowsBelow(string text) => RowsAfter(Page.IndexOf("\n" + text + "\n", StringComparison.Ordinal) + 1);

    /// <summary>The cells of the first table at or behind a place.</summary>
    private static IEnumerable<string[]> RowsAfter(int start) =>
        Page[start..].Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => Bar().Split(line)[1..^1].Select(cell => cell.Trim()).ToArray());

    private static string Slug(string heading) => new([.. heading.ToLowerInvariant().Replace(' ', '-').Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')]);

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(#([a-z0-9-]+)\)")]
    private static partial Regex Anchor();

    [GeneratedRegex(@"^\| property \|", RegexOptions.Multiline)]
    private static partial Regex PropertyTable();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("`([A-Z][A-Za-z]+)`: ([^`]*(?:`[^`]*`[^`:]*)*)")]
    private static partial Regex MetadataInRow();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
