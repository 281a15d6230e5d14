using Cos.Sdk.Diagnostics;
using YamlDotNet.Core;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Turns what a YAML parser complains of into a diagnostic that says what the writer of the file has to change.</summary>
internal static class YamlProblem
{
    /// <summary>The diagnostic for a parser's complaint.</summary>
    /// <param name="message">The parser's words; empty when it has none.</param>
    /// <param name="mark">Where it stopped.</param>
    /// <param name="openFlow">The bracket or brace that is open there.</param>
    /// <param name="text">What was parsed.</param>
    /// <param name="locator">Translates positions of the text.</param>
    public static Diagnostic Explain(string message, Mark mark, Mark? openFlow, string text, YamlLocator locator)
    {
        int line = Math.Max(1, (int)mark.Line);
        int column = Math.Max(1, (int)mark.Column);
        if (Has("tab") && FindIndentingTab(text, line) is int tabLine)
        {
            return TreeDiagnostics.TabIndentation(locator(tabLine, 1));
        }
        string rest = RestOfLine(text, line, column);
        SourceLocation location = locator(line, column);
        if (Has("mapping values are not allowed") || Has("invalid mapping"))
        {
            return TreeDiagnostics.UnquotedColon(location);
        }
        if (Has("quoted scalar") && Has("unexpected end of stream"))
        {
            return TreeDiagnostics.UnclosedQuote(location);
        }
        if (Has("unknown escape"))
        {
            return TreeDiagnostics.UnknownEscape(location);
        }
        if (openFlow is { } open && (message.Length == 0 || Has("flow sequence") || Has("flow mapping") || Has("expected node content")))
        {
            return TreeDiagnostics.UnclosedBracket(locator((int)open.Line, (int)open.Column), location.Line);
        }
        if (Has("cannot start any token"))
        {
            return TreeDiagnostics.UnquotedIndicator(location, rest.Length > 0 ? rest[..1] : "");
        }
        if (Has("did not find expected key") || Has("did not find expected '-'"))
        {
            return TreeDiagnostics.BadIndentation(location);
        }
        if (Has("block sequence entries are not allowed"))
        {
            return TreeDiagnostics.MisplacedItem(location);
        }
        return TreeDiagnostics.InvalidYaml(location, Clean(message));

        bool Has(string part) => message.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    private static int? FindIndentingTab(string text, int fromLine)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (number >= fromLine && line[..(line.Length - line.TrimStart(" \t").Length)].Contains('\t'))
            {
                return number;
            }
        }
        return null;
    }

    private static string RestOfLine(string text, int wanted, int column)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (++number == wanted)
            {
                return column <= line.Length ? line[(column - 1)..].ToString() : "";
            }
        }
        return "";
    }

    /// <summary>The parser's words without its exception's decoration: one sentence part, first letter small, no final dot.</summary>
    private static string Clean(string message)
    {
        string text = message.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal).TrimEnd('.', ' ');
        return text.Length == 0 ? "the text does not follow the rules of YAML" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
