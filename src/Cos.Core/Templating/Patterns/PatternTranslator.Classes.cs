using System.Globalization;
using System.Text;

namespace Cos.Sdk.Templating.Patterns;

internal sealed partial class PatternTranslator
{
    private const string Digits = "09";
    private const string Spaces = "\t\n\f\r  ";
    private const string WordCharacters = "09AZaz__";

    private static readonly Dictionary<string, string> NamedClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = "09AZaz",
        ["alpha"] = "AZaz",
        ["ascii"] = "\0\x7f",
        ["blank"] = "\t\t  ",
        ["cntrl"] = "\0\x1f\x7f\x7f",
        ["digit"] = "09",
        ["graph"] = "!~",
        ["lower"] = "az",
        ["print"] = " ~",
        ["punct"] = "!/:@[`{~",
        ["space"] = "\t\r  ",
        ["upper"] = "AZ",
        ["word"] = WordCharacters,
        ["xdigit"] = "09AFaf",
    };

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co",
    };

    private RuneSet ReadClass(out bool negated)
    {
        _position++;
        negated = TryTake("^");
        RuneSet set = new();
        bool isFirst = true;
        while (isFirst || !Has("]"))
        {
            isFirst = false;
            if (_position >= _pattern.Length)
            {
                throw Malformed("a class of characters has no closing bracket");
            }
            if (!TryReadNamedClass(set) && !TryReadEscapedClass(set))
            {
                ReadRange(set);
            }
        }
        _position++;
        return set;
    }

    private void ReadRange(RuneSet set)
    {
        int first = ReadClassRune();
        int last = first;
        if (Has("-") && _position + 1 < _pattern.Length && _pattern[_position + 1] != ']')
        {
            _position++;
            last = ReadClassRune();
        }
        if (last < first)
        {
            throw Malformed("a range of characters ends before it begins");
        }
        set.Add(first, last);
    }

    private int ReadClassRune()
    {
        if (_position >= _pattern.Length)
        {
            throw Malformed("a class of characters has no closing bracket");
        }
        return _pattern[_position] == '\\' ? ReadEscapedRune() : ReadRune();
    }

    private bool TryReadNamedClass(RuneSet set)
    {
        int end = Has("[:") ? _pattern.IndexOf(":]", _position + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return false;
        }
        string name = _pattern[(_position + 2)..end];
        bool negated = name.StartsWith('^');
        if (!NamedClasses.TryGetValue(negated ? name[1..] : name, out string? pairs))
        {
            throw Malformed($"there is no class of characters [:{name}:]");
        }
        set.AddPairs(pairs, negated);
        _position = end + 2;
        return true;
    }

    private bool TryReadEscapedClass(RuneSet set)
    {
        if (!Has("\\") || _position + 1 >= _pattern.Length)
        {
            return false;
        }
        char c = _pattern[_position + 1];
        string? pairs = char.ToLowerInvariant(c) switch
        {
            'd' => Digits,
            's' => Spaces,
            'w' => WordCharacters,
            _ => null,
        };
        if (pairs is not null)
        {
            _position += 2;
            set.AddPairs(pairs, char.IsAsciiLetterUpper(c));
            return true;
        }
        if (c is not ('p' or 'P'))
        {
            return false;
        }
        ReadCategory(set, c == 'P');
        return true;
    }

    private void ReadCategory(RuneSet set, bool negated)
    {
        _position += 2;
        int end = Has("{") ? _pattern.IndexOf('}', _position) : _position;
        if (end < 0 || _position >= _pattern.Length)
        {
            throw Malformed(@"a category after \p is not complete");
        }
        string name = Has("{") ? _pattern[(_position + 1)..end] : _pattern[_position].ToString();
        _position = end + 1;
        if (name.StartsWith('^'))
        {
            (name, negated) = (name[1..], !negated);
        }
        if (name == "Any")
        {
            if (!negated)
            {
                set.Add(0, 0x10ffff);
            }
            return;
        }
        if (!Categories.Contains(name))
        {
            throw new PatternException($@"the Unicode class \p{{{name}}} is not a general category", isMalformed: false);
        }
        set.AddCategory(name, negated);
    }

    private bool ReadEscape()
    {
        if (_position + 1 >= _pattern.Length)
        {
            throw Malformed("a backslash stands at the end");
        }
        RuneSet set = new();
        if (TryReadEscapedClass(set))
        {
            AppendClass(set, negated: false);
            return true;
        }
        switch (_pattern[_position + 1])
        {
            case 'A' or 'b' or 'B' or 'z':
                _output.Append(_pattern, _position, 2);
                _position += 2;
                return true;
            case 'Q':
                ReadQuoted();
                return false;
            case 'C':
                throw new PatternException(@"\C matches single bytes", isMalformed: false);
            default:
                AppendLiteral(ReadEscapedRune());
                return true;
        }
    }

    /// <summary><c>\Q…\E</c>: everything stands for itself. What follows may repeat the last character.</summary>
    private void ReadQuoted()
    {
        int end = _pattern.IndexOf(@"\E", _position + 2, StringComparison.Ordinal);
        string quoted = end < 0 ? _pattern[(_position + 2)..] : _pattern[(_position + 2)..end];
        _position = end < 0 ? _pattern.Length : end + 2;
        Rune[] runes = [.. quoted.EnumerateRunes()];
        foreach (Rune rune in runes.SkipLast(1))
        {
            AppendLiteral(rune.Value);
        }
        int start = _output.Length;
        if (runes.Length > 0)
        {
            AppendLiteral(runes[^1].Value);
        }
        if (!TryReadQuantifier(out string quantifier, out _))
        {
            return;
        }
        if (runes.Length == 0)
        {
            throw Malformed("there is nothing that a repetition operator could repeat");
        }
        string atom = _output.ToString(start, _output.Length - start);
        _output.Length = start;
        string laziness = TryTake("?") != _flags.HasFlag(PatternFlags.Ungreedy) ? "?" : "";
        _output.Append(CultureInfo.InvariantCulture, $"(?:{atom}){quantifier}{laziness}");
    }

    private int ReadEscapedRune()
    {
        if (_position + 1 >= _pattern.Length)
        {
            throw Malformed("a backslash stands at the end");
        }
        _position++;
        int rune = ReadRune();
        switch (rune)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return ReadHex();
            case '0':
            case >= '1' and <= '7' when _position < _pattern.Length && _pattern[_position] is >= '0' and <= '7':
                return ReadOctal(rune - '0');
        }
        bool standsForItself = rune < 0x80 && !char.IsAsciiLetterOrDigit((char)rune);
        return standsForItself ? rune : throw Malformed($"the escape \\{char.ConvertFromUtf32(rune)} does not exist");
    }

    private int ReadOctal(int value)
    {
        for (int i = 0; i < 2 && _position < _pattern.Length && _pattern[_position] is >= '0' and <= '7'; i++)
        {
            value = (value * 8) + _pattern[_position++] - '0';
        }
        return value;
    }

    private int ReadHex()
    {
        bool isBraced = TryTake("{");
        int end = isBraced ? _pattern.IndexOf('}', _position) : _position + 2;
        string digits = end < 0 || end > _pattern.Length ? "" : _pattern[_position..end];
        if (digits.Length is 0 or > 8 || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rune)
            || rune is < 0 or > 0x10ffff)
        {
            throw Malformed(@"an escape after \x is malformed");
        }
        _position = isBraced ? end + 1 : end;
        return rune;
    }
}
