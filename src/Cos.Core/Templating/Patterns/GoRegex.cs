using System.Text.RegularExpressions;

namespace Cos.Sdk.Templating.Patterns;

/// <summary>A regular expression with the syntax and the habits of Go's <c>regexp</c>, run in linear time.</summary>
internal sealed class GoRegex
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Regex _regex;
    private readonly IReadOnlyList<string> _names;

    private GoRegex(Regex regex, IReadOnlyList<string> names)
    {
        _regex = regex;
        _names = names;
    }

    /// <summary>Compiles an expression.</summary>
    /// <exception cref="PatternException">It is malformed or not supported.</exception>
    public static GoRegex Parse(string pattern)
    {
        string translated = PatternTranslator.Translate(pattern, out IReadOnlyList<string> names);
        try
        {
            const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            return new GoRegex(new Regex(translated, Options, Timeout), names);
        }
        catch (NotSupportedException)
        {
            throw new PatternException("it is too large to be run in linear time", isMalformed: false);
        }
        catch (ArgumentException)
        {
            throw new PatternException("this engine has no equal for it", isMalformed: false);
        }
    }

    /// <summary>Whether it matches anywhere in the text.</summary>
    public bool IsMatch(string text) => Run(() => _regex.IsMatch(text));

    /// <summary>The first match; empty when there is none.</summary>
    public string Find(string text) => Run(() => _regex.Match(text).Value);

    /// <summary>The matches that do not overlap; an empty one right behind another is left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many at most; negative for all.</param>
    public List<Match> FindAll(string text, long most)
    {
        List<Match> matches = [];
        int position = 0;
        int previousEnd = -1;
        while ((most < 0 || matches.Count < most) && position <= text.Length)
        {
            Match match = Run(() => _regex.Match(text, position));
            if (!match.Success)
            {
                break;
            }
            int end = match.Index + match.Length;
            bool isAccepted = end != position || match.Index != previousEnd;
            position = end == position ? position + StepAt(text, position) : end;
            previousEnd = end;
            if (isAccepted)
            {
                matches.Add(match);
            }
        }
        return matches;
    }

    /// <summary>Replaces every match.</summary>
    /// <param name="text">The text.</param>
    /// <param name="append">Gets what stays, piece by piece, and what replaces.</param>
    /// <param name="replacement">Gives what replaces a match.</param>
    public void Replace(string text, Action<string> append, Func<Match, string> replacement)
    {
        int lastEnd = 0;
        int position = 0;
        while (position <= text.Length)
        {
            Match match = Run(() => _regex.Match(text, position));
            if (!match.Success)
            {
                break;
            }
            int end = match.Index + match.Length;
            append(text[lastEnd..match.Index]);
            if (end > lastEnd || match.Index == 0)
            {
                append(replacement(match));
            }
            lastEnd = end;
            position = Math.Max(end, position + StepAt(text, position));
        }
        append(text[lastEnd..]);
    }

    /// <summary>The pieces between the matches.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many at most; negative for all.</param>
    public List<string>? Split(string text, long most)
    {
        if (most == 0)
        {
            return null;
        }
        if (text.Length == 0 && _regex.ToString().Length > 0)
        {
            return [""];
        }
        List<string> pieces = [];
        int start = 0;
        int end = 0;
        foreach (Match match in FindAll(text, most))
        {
            if (most > 0 && pieces.Count == most - 1)
            {
                break;
            }
            end = match.Index;
            if (match.Index + match.Length != 0)
            {
                pieces.Add(text[start..end]);
            }
            start = match.Index + match.Length;
        }
        if (end != text.Length)
        {
            pieces.Add(text[start..]);
        }
        return pieces;
    }

    /// <summary>
    /// A replacement in which <c>$1</c>, <c>${1}</c>, <c>$name</c> and <c>${name}</c> stand for groups and <c>$$</c> for a dollar.
    /// </summary>
    public string Expand(string template, Match match)
    {
        int dollar = template.IndexOf('$', StringComparison.Ordinal);
        if (dollar < 0)
        {
            return template;
        }
        System.Text.StringBuilder text = new();
        int position = 0;
        while (dollar >= 0)
        {
            text.Append(template, position, dollar - position);
            position = dollar + 1;
            if (position < template.Length && template[position] == '$')
            {
                text.Append('$');
                position++;
            }
            else if (TryReadName(template, ref position, out string name))
            {
                text.Append(ValueOf(match, name));
            }
            else
            {
                text.Append('$');
            }
            dollar = template.IndexOf('$', position);
        }
        return text.Append(template, position, template.Length - position).ToString();
    }

    private static bool TryReadName(string template, ref int position, out string name)
    {
        bool isBraced = position < template.Length && template[position] == '{';
        int start = isBraced ? position + 1 : position;
        int end = start;
        while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] == '_'))
        {
            end++;
        }
        name = template[start..end];
        bool isName = name.Length > 0 && (!isBraced || (end < template.Length && template[end] == '}'));
        if (isName)
        {
            position = isBraced ? end + 1 : end;
        }
        return isName;
    }

    private string ValueOf(Match match, string name)
    {
        bool isNumber = !name.AsSpan().ContainsAnyExceptInRange('0', '9') && (name.Length == 1 || name[0] != '0');
        if (isNumber)
        {
            return name.Length < 6 ? match.Groups[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)].Value : "";
        }
        for (int i = 1; i < _names.Count; i++)
        {
            if (_names[i] == name && match.Groups[i].Success)
            {
                return match.Groups[i].Value;
            }
        }
        return "";
    }

    private static int StepAt(string text, int position) => position < text.Length && char.IsSurrogatePair(text, position) ? 2 : 1;

    private static T Run<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new PatternException("it takes too long on this text", isMalformed: false);
        }
    }
}
