using System.Text;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Planning;

/// <summary>
/// The patterns of a <c>.dockerignore</c>, as Docker reads them: one to a line, <c>*</c> and <c>?</c> within a name, <c>**</c> over any number
/// of folders, <c>[…]</c>, a backslash before a letter that means itself, <c>!</c> for what is taken after all, <c>#</c> for comments. A pattern that
/// matches a folder matches what is below it; the last one that matches decides.
/// </summary>
internal sealed class ContextIgnore
{
    /// <summary>Name of the file in a package folder.</summary>
    public const string FileName = ".dockerignore";

    /// <summary>Nothing is left out.</summary>
    public static readonly ContextIgnore Nothing = new([]);

    private const int MaxLength = 1 << 20;

    private readonly IReadOnlyList<(Regex Pattern, bool Takes)> _rules;

    private ContextIgnore(IReadOnlyList<(Regex, bool)> rules) => _rules = rules;

    /// <summary>Reads the file of a folder; without one nothing is left out.</summary>
    /// <exception cref="CosException">A pattern cannot be understood.</exception>
    public static ContextIgnore Read(string folder)
    {
        FileInfo file = new(Path.Combine(folder, FileName));
        if (!file.Exists)
        {
            return Nothing;
        }
        if (file.Length > MaxLength)
        {
            throw new CosException(PlanningDiagnostics.InvalidIgnorePattern(new SourceLocation(file.FullName), "the file is larger than 1 MiB"));
        }
        List<(Regex, bool)> rules = [];
        string[] lines = File.ReadAllLines(file.FullName);
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || lines[i].StartsWith('#'))
            {
                continue;
            }
            bool takes = line[0] == '!';
            string pattern = Clean((takes ? line[1..] : line).Trim());
            try
            {
                if (pattern.Length > 0)
                {
                    // Cannot explode: it never goes back.
                    rules.Add((new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline), takes));
                }
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                throw new CosException(PlanningDiagnostics.InvalidIgnorePattern(new SourceLocation(file.FullName, i + 1), line), exception);
            }
        }
        return new ContextIgnore(rules);
    }

    /// <summary>Whether a path of the context, with <c>/</c>, is left out.</summary>
    public bool LeavesOut(string path)
    {
        bool left = false;
        foreach ((Regex pattern, bool takes) in _rules)
        {
            if (left == takes && pattern.IsMatch(path))
            {
                left = !takes;
            }
        }
        return left;
    }

    /// <summary>Whether something below a folder that is left out may be taken after all.</summary>
    public bool MayTakeBelow => _rules.Any(rule => rule.Takes);

    /// <summary>Without doubled and closing slashes, <c>.</c> and <c>..</c>.</summary>
    private static string Clean(string pattern)
    {
        List<string> names = [];
        foreach (string name in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == ".." && names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
            else if (name is not ("." or ".."))
            {
                names.Add(name);
            }
        }
        return string.Join('/', names);
    }

    private static string Translate(string pattern)
    {
        StringBuilder regex = new("\\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    i++;
                    if (i + 1 < pattern.Length && pattern[i + 1] == '/')
                    {
                        i++;
                    }
                    regex.Append(i + 1 == pattern.Length ? ".*" : "(?:.*/)?");
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[':
                    int end = pattern.IndexOf(']', Math.Min(i + 2, pattern.Length));
                    if (end < 0)
                    {
                        throw new ArgumentException("a bracket is not closed");
                    }
                    string set = pattern[(i + 1)..end];
                    regex.Append('[').Append(set.Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                    i = end;
                    break;
                case '\\':
                    if (++i == pattern.Length)
                    {
                        throw new ArgumentException("nothing follows the backslash");
                    }
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }
        return regex.Append("(?:/.*)?\\z").ToString();
    }
}
