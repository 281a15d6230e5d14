using System.Collections.Immutable;

namespace Cos.Sdk.Validation;

/// <summary>The alternatives of a regular expression, groups taken as unknown. Says for certain of some that they match no path; never wrongly.</summary>
internal sealed class PatternShape
{
    private readonly ImmutableArray<ImmutableArray<PatternAtom>> _alternatives;

    private PatternShape(ImmutableArray<ImmutableArray<PatternAtom>> alternatives) => _alternatives = alternatives;

    /// <summary>Reads an expression that is known to be well-formed; null for one with flags or rare escapes.</summary>
    public static PatternShape? Read(string pattern)
    {
        ImmutableArray<ImmutableArray<PatternAtom>>.Builder alternatives = ImmutableArray.CreateBuilder<ImmutableArray<PatternAtom>>();
        List<PatternAtom> atoms = [];
        int i = 0;
        while (i < pattern.Length)
        {
            if (pattern[i] == '|')
            {
                alternatives.Add([.. atoms]);
                atoms.Clear();
                i++;
                continue;
            }
            if (ReadAtom(pattern, ref i) is not { } atom)
            {
                return null;
            }
            atoms.Add(Repeat(atom, pattern, ref i));
        }
        alternatives.Add([.. atoms]);
        return new PatternShape(alternatives.ToImmutable());
    }

    /// <summary>Why none of the alternatives matches an absolute path, as a part of a sentence; null when one may.</summary>
    /// <param name="packageDirectory">Where all paths lie; empty for anywhere.</param>
    public string? WhyNoPath(string packageDirectory)
    {
        string folder = '/' + packageDirectory.Trim('/');
        string?[] reasons = [.. _alternatives.Select(atoms => WhyNoPath(atoms, folder))];
        return Array.Exists(reasons, reason => reason is null) ? null : reasons[0];
    }

    private static string? WhyNoPath(ImmutableArray<PatternAtom> atoms, string folder)
    {
        for (int i = 0; i < atoms.Length; i++)
        {
            if (atoms[i].Kind == PatternAtomKind.Begin && atoms.Take(i).Any(atom => atom.TakesOne))
            {
                return "'^' stands behind something, and holds only at the beginning of a path";
            }
            if (atoms[i].Kind == PatternAtomKind.End && atoms.Skip(i + 1).Any(atom => atom.TakesOne))
            {
                return "something follows '$', which holds only at the end of a path; write \\$ for a dollar sign";
            }
            if (i > 0 && IsSlash(atoms[i]) && IsSlash(atoms[i - 1]))
            {
                return "no path has two slashes in a row";
            }
            if (i > 0 && atoms[i].Kind == PatternAtomKind.End && IsSlash(atoms[i - 1]))
            {
                return "no path ends in a slash";
            }
        }
        return atoms is [{ Kind: PatternAtomKind.Begin }, ..] ? WhyNoBeginning(atoms, folder) : null;
    }

    private static string? WhyNoBeginning(ImmutableArray<PatternAtom> atoms, string folder)
    {
        string beginning = "";
        foreach (PatternAtom atom in atoms.Skip(1).TakeWhile(atom => atom.Kind == PatternAtomKind.Literal))
        {
            beginning += atom.Letter;
            if (atom.IsRepeated)
            {
                break;
            }
        }
        string below = folder.Length > 1 ? folder + '/' : folder;
        return beginning.Length > 0 && beginning[0] != '/' ? "every path begins with a slash"
            : folder.Length > 1 && (beginning + '/').StartsWith(folder + below, StringComparison.Ordinal)
                ? $"it has the package_dir {folder} twice, and patterns are compared with paths as they are in the image"
            : !beginning.StartsWith(below, StringComparison.Ordinal) && !below.StartsWith(beginning, StringComparison.Ordinal)
                ? $"all paths lie below the package_dir {folder}"
            : null;
    }

    private static bool IsSlash(PatternAtom atom) => atom is { Kind: PatternAtomKind.Literal, Letter: '/' };

    private static PatternAtom? ReadAtom(string pattern, ref int i)
    {
        char letter = pattern[i++];
        switch (letter)
        {
            case '^':
                return new PatternAtom(PatternAtomKind.Begin);
            case '$':
                return new PatternAtom(PatternAtomKind.End);
            case '.':
                return new PatternAtom(PatternAtomKind.One);
            case '[':
                return SkipClass(pattern, ref i) ? new PatternAtom(PatternAtomKind.One) : null;
            case '(':
                return SkipGroup(pattern, ref i) ? new PatternAtom(PatternAtomKind.Unknown) : null;
            case '\\' when i < pattern.Length:
                char escaped = pattern[i++];
                return escaped switch
                {
                    'd' or 'D' or 's' or 'S' or 'w' or 'W' => new PatternAtom(PatternAtomKind.One),
                    'b' or 'B' => new PatternAtom(PatternAtomKind.Unknown),
                    'A' => new PatternAtom(PatternAtomKind.Begin),
                    'z' => new PatternAtom(PatternAtomKind.End),
                    _ => char.IsAsciiLetterOrDigit(escaped) ? null : new PatternAtom(PatternAtomKind.Literal, escaped),
                };
            default:
                return new PatternAtom(PatternAtomKind.Literal, letter);
        }
    }

    private static PatternAtom Repeat(PatternAtom atom, string pattern, ref int i)
    {
        if (i == pattern.Length || pattern[i] is not ('*' or '+' or '?' or '{'))
        {
            return atom;
        }
        bool atLeastOnce = pattern[i] == '+';
        if (pattern[i] == '{')
        {
            int end = pattern.IndexOf('}', i);
            if (end < 0 || !char.IsAsciiDigit(pattern[i + 1]))
            {
                return atom;
            }
            atLeastOnce = pattern[i + 1] != '0';
            i = end;
        }
        i++;
        if (i < pattern.Length && pattern[i] == '?')
        {
            i++;
        }
        return atLeastOnce ? atom with { IsRepeated = true } : new PatternAtom(PatternAtomKind.Unknown);
    }

    private static bool SkipClass(string pattern, ref int i)
    {
        i += i < pattern.Length && pattern[i] == '^' ? 1 : 0;
        i += i < pattern.Length && pattern[i] == ']' ? 1 : 0;
        while (i < pattern.Length && pattern[i] != ']')
        {
            int named = pattern.AsSpan(i).StartsWith("[:") ? pattern.IndexOf(":]", i, StringComparison.Ordinal) : -1;
            i = named >= 0 ? named + 2 : pattern[i] == '\\' ? i + 2 : i + 1;
        }
        return i++ < pattern.Length;
    }

    private static bool SkipGroup(string pattern, ref int i)
    {
        if (i < pattern.Length && pattern[i] == '?' && !pattern.AsSpan(i).StartsWith("?:") && !pattern.AsSpan(i).StartsWith("?P<"))
        {
            return false;
        }
        for (int depth = 1; i < pattern.Length; )
        {
            switch (pattern[i++])
            {
                case '\\':
                    i++;
                    break;
                case '[' when !SkipClass(pattern, ref i):
                    return false;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return true;
            }
        }
        return false;
    }
}
