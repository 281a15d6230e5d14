using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cos.Sdk.Trees.Patterns;

/// <summary>The named classes of RE2 as members of a .NET class.</summary>
internal static class Re2Ranges
{
    private static readonly Dictionary<string, (char Low, char High)[]> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["ascii"] = [('\0', '\x7F')],
        ["blank"] = [('\t', '\t'), (' ', ' ')],
        ["cntrl"] = [('\0', '\x1F'), ('\x7F', '\x7F')],
        ["digit"] = [('0', '9')],
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [('\t', '\r'), (' ', ' ')],
        ["upper"] = [('A', 'Z')],
        ["word"] = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };

    private static readonly HashSet<string> Categories = new(
        "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Co Cs".Split(' '), StringComparer.Ordinal);

    /// <summary>A character that stands for itself everywhere.</summary>
    public static string Escape(int unit) => "\\u" + unit.ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>A name and <c>:]</c>; the opening was read.</summary>
    public static string ReadPosixClass(Re2Scanner scanner)
    {
        bool negated = scanner.Skip("^");
        string name = "";
        while (!scanner.AtEnd && char.IsAsciiLetter(scanner.Peek()))
        {
            name += scanner.Next();
        }
        return scanner.Skip(":]") && Posix.TryGetValue(name, out (char, char)[]? ranges)
            ? Spell(ranges, negated)
            : throw new FormatException($"the class [:{name}:] is not known");
    }

    /// <summary><c>\d</c>, <c>\pL</c> and the like; the backslash was read.</summary>
    public static bool TryReadClassEscape(Re2Scanner scanner, [NotNullWhen(true)] out string? members)
    {
        char letter = scanner.Peek();
        members = char.ToLowerInvariant(letter) switch
        {
            'd' => Spell(Posix["digit"], letter == 'D'),
            'w' => Spell(Posix["word"], letter == 'W'),
            's' => Spell([('\t', '\n'), ('\f', '\r'), (' ', ' ')], letter == 'S'),
            'p' => "",
            _ => null,
        };
        if (members is null)
        {
            return false;
        }
        scanner.Next();
        members = members.Length > 0 ? members : ReadCategory(scanner, letter);
        return true;
    }

    private static string ReadCategory(Re2Scanner scanner, char letter)
    {
        string name = "";
        bool negated = letter == 'P';
        if (scanner.Skip("{"))
        {
            negated ^= scanner.Skip("^");
            while (!scanner.AtEnd && scanner.Peek() != '}')
            {
                name += scanner.Next();
            }
            scanner.Skip("}");
        }
        else if (!scanner.AtEnd)
        {
            name = scanner.Next().ToString();
        }
        return Categories.Contains(name)
            ? $"\\{(negated ? 'P' : 'p')}{{{name}}}"
            : throw new FormatException($"the Unicode class {name} is not known; general categories such as L or Nd are");
    }

    private static string Spell((char Low, char High)[] ranges, bool negated)
    {
        List<(int Low, int High)> all = [.. ranges.Select(range => ((int)range.Low, (int)range.High))];
        if (negated)
        {
            int next = 0;
            List<(int, int)> gaps = [];
            foreach ((int low, int high) in all.Append((char.MaxValue + 1, char.MaxValue + 1)))
            {
                if (low > next)
                {
                    gaps.Add((next, low - 1));
                }
                next = high + 1;
            }
            all = gaps;
        }
        return string.Concat(all.Select(range => $"{Escape(range.Low)}-{Escape(range.High)}"));
    }
}
