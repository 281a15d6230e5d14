using System.Text;
using Cos.Sdk.Templating.Patterns;

namespace Cos.Sdk.Trees;

/// <summary>A pattern for names of files as Go's <c>filepath.Match</c> and Dockerfiles have it: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a]</c>, and a backslash before any of these.</summary>
internal sealed class FileGlob
{
    private readonly GoRegex? _expression;

    private FileGlob(GoRegex? expression) => _expression = expression;

    /// <summary>Reads any text; one that is no pattern matches nothing.</summary>
    public static FileGlob Parse(string text)
    {
        string pattern = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        StringBuilder expression = new("^(?:");
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    expression.Append("[^/]*");
                    break;
                case '?':
                    expression.Append("[^/]");
                    break;
                case '[' when pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) is > 0 and int end:
                    expression.Append(pattern, i, end - i + 1);
                    i = end;
                    break;
                case '\\' when i + 1 < pattern.Length:
                    expression.Append(Literal(pattern[++i]));
                    break;
                default:
                    expression.Append(Literal(pattern[i]));
                    break;
            }
        }
        try
        {
            return new FileGlob(GoRegex.Parse(expression.Append(")$").ToString()));
        }
        catch (PatternException)
        {
            return new FileGlob(null);
        }
    }

    /// <summary>Whether a whole name matches.</summary>
    public bool IsMatch(string name) => _expression?.IsMatch(name) == true;

    private static string Literal(char letter) => char.IsAsciiLetterOrDigit(letter) || letter > 127 ? letter.ToString() : "\\" + letter;
}
