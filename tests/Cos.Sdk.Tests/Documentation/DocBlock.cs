using System.Text.RegularExpressions;

namespace Cos.Sdk.IntegrationTests.Documentation;

/// <summary>
/// A fenced block of a page. <c>sh</c> is run, with the word <c>long</c> in the long form alone; a block with <c>path=FILE</c> becomes that file;
/// <c>text</c> is what the commands before it print.
/// </summary>
/// <param name="Language">The first word after the fence.</param>
/// <param name="Options">The other words.</param>
/// <param name="Text">What is between the fences.</param>
/// <param name="Line">Where it begins.</param>
internal sealed partial record DocBlock(string Language, string[] Options, string Text, int Line)
{
    /// <summary>The file that the block is; null for none.</summary>
    public string? Path => Options.FirstOrDefault(option => option.StartsWith("path=", StringComparison.Ordinal))?["path=".Length..];

    /// <summary>Whether it takes minutes.</summary>
    public bool IsLong => Options.Contains("long");

    /// <summary>The blocks of a page, in their order.</summary>
    public static IReadOnlyList<DocBlock> Of(string page) =>
    [
        .. Fence().Matches(page).Select(match => new DocBlock(
            match.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(""),
            [.. match.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)],
            match.Groups["text"].Value,
            page.AsSpan(0, match.Index).Count('\n') + 1)),
    ];

    [GeneratedRegex("^```(?<words>[^`\n]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
