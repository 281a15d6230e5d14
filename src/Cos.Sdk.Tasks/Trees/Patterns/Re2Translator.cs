using System.Globalization;
using System.Text;

namespace Cos.Sdk.Trees.Patterns;

/// <summary>
/// Rewrites an RE2 expression in .NET's syntax with the same meaning: <c>\d \w \s</c> are ASCII, <c>$</c> is the very end, POSIX classes are spelled out.
/// What RE2 refuses is refused. Word boundaries (<c>\b</c>) count letters of all scripts; classes of scripts (<c>\p{Greek}</c>) and
/// characters beyond U+FFFF within brackets are refused, too.
/// </summary>
internal sealed class Re2Translator(string pattern)
{
    private const int MaxDepth = 100;

    /// <summary>RE2's bound for counted repetitions, also for nested ones multiplied.</summary>
    private const int MaxRepeat = 1000;

    private const int MaxSize = 20_000;

    private readonly StringBuilder _out = new();

    private readonly Re2Scanner _in = new(pattern);

    private bool _multiline;

    private int _depth;

    private int _size;

    /// <summary>The rewritten expression.</summary>
    /// <exception cref="FormatException">It is not an RE2 expression.</exception>
    public string Translate()
    {
        ReadAlternatives();
        if (!_in.AtEnd)
        {
            throw new FormatException("there is a ) without its (");
        }
        return _out.ToString();
    }

    /// <summary>Reads to the end of the group and returns how often its innermost repetition repeats.</summary>
    private int ReadAlternatives()
    {
        int repeats = 1;
        bool repeatable = false;
        while (!_in.AtEnd && _in.Peek() != ')')
        {
            char letter = _in.Peek();
            if (letter == '|')
            {
                _in.Next();
                _out.Append('|');
                repeatable = false;
            }
            else if (TryReadRepetition(out _, out _, out _))
            {
                throw new FormatException(repeatable ? "a repetition is repeated" : "a repetition has nothing to repeat");
            }
            else
            {
                repeats = Math.Max(repeats, ReadRepeated(out repeatable));
            }
        }
        return repeats;
    }

    /// <summary>Reads one element and the repetition after it.</summary>
    private int ReadRepeated(out bool repeatable)
    {
        int start = _out.Length;
        int sizeBefore = _size;
        int repeats = ReadElement(out bool isElement);
        repeatable = isElement;
        if (!isElement || !TryReadRepetition(out int least, out int most, out bool open))
        {
            return repeats;
        }
        int count = open ? Math.Max(least, 1) : Math.Max(most, 1);
        if (least > MaxRepeat || most > MaxRepeat || (!open && least > most) || (long)repeats * count > MaxRepeat)
        {
            throw new FormatException($"a repetition counts beyond {MaxRepeat}, or backwards");
        }
        AddSize((_size - sizeBefore) * (count - 1));
        _out.Insert(start, "(?:").Append(')').Append('{').Append(least.ToString(CultureInfo.InvariantCulture)).Append(',');
        _out.Append(open ? "" : most.ToString(CultureInfo.InvariantCulture)).Append('}');
        return repeats * count;
    }

    private int ReadElement(out bool isElement)
    {
        isElement = true;
        char letter = _in.Next();
        switch (letter)
        {
            case '(':
                return ReadGroup(out isElement);
            case '[':
                _out.Append(Re2ClassReader.Read(_in));
                AddSize(1);
                return 1;
            case '.':
                _out.Append('.');
                AddSize(1);
                return 1;
            case '^':
                _out.Append(_multiline ? "^" : "\\A");
                return 1;
            case '$':
                _out.Append(_multiline ? "$" : "\\z");
                return 1;
            case '\\':
                ReadEscape();
                return 1;
            default:
                AppendLiteral(_in.Complete(letter));
                return 1;
        }
    }

    private int ReadGroup(out bool isElement)
    {
        isElement = true;
        bool outer = _multiline;
        if (_in.Skip("?"))
        {
            if (!_in.Skip("P<") && !_in.Skip("<"))
            {
                if (!ReadFlags())
                {
                    isElement = false;
                    return 1;
                }
            }
            else
            {
                _in.ReadName();
                _out.Append("(?:");
            }
        }
        else
        {
            _out.Append("(?:");
        }
        if (++_depth > MaxDepth)
        {
            throw new FormatException($"groups are nested deeper than {MaxDepth}");
        }
        int repeats = ReadAlternatives();
        _depth--;
        if (!_in.Skip(")"))
        {
            throw new FormatException("a ( is not closed");
        }
        _out.Append(')');
        _multiline = outer;
        return repeats;
    }

    /// <summary>Reads <c>i</c>, <c>-s:</c> and the like; true when a group follows, false when they hold to the end of this one.</summary>
    private bool ReadFlags()
    {
        StringBuilder on = new();
        StringBuilder off = new();
        bool negative = false;
        bool sawOff = false;
        while (true)
        {
            char letter = _in.AtEnd ? '\0' : _in.Next();
            switch (letter)
            {
                case 'i' or 's' or 'm' or 'U':
                    // U only prefers shorter matches, which does not change whether there is one.
                    (negative ? off : on).Append(letter == 'U' ? "" : letter.ToString());
                    sawOff |= negative;
                    _multiline = letter == 'm' ? !negative : _multiline;
                    break;
                case '-' when !negative:
                    negative = true;
                    break;
                case ':' or ')' when !negative || sawOff:
                    AppendFlags(on.ToString(), off.ToString(), letter);
                    return letter == ':';
                default:
                    throw new FormatException("what follows (? is not known; look-around is not part of RE2");
            }
        }
    }

    private void AppendFlags(string on, string off, char end)
    {
        string flags = off.Length > 0 ? $"{on}-{off}" : on;
        if (end == ':' || flags.Length > 0)
        {
            _out.Append("(?").Append(flags).Append(end);
        }
    }

    private void ReadEscape()
    {
        if (_in.AtEnd)
        {
            throw new FormatException("it ends with a backslash");
        }
        char letter = _in.Peek();
        switch (letter)
        {
            case 'A' or 'z' or 'b' or 'B':
                _out.Append('\\').Append(_in.Next());
                return;
            case 'Q':
                _in.Next();
                foreach (Rune rune in _in.ReadQuoted().EnumerateRunes())
                {
                    AppendLiteral(rune);
                }
                return;
        }
        if (Re2Ranges.TryReadClassEscape(_in, out string? members))
        {
            _out.Append('[').Append(members).Append(']');
            AddSize(1);
            return;
        }
        AppendLiteral(_in.ReadEscapedCharacter());
    }

    private bool TryReadRepetition(out int least, out int most, out bool open)
    {
        (least, most, open) = (0, 0, true);
        if (_in.AtEnd)
        {
            return false;
        }
        switch (_in.Peek())
        {
            case '*':
                _in.Next();
                break;
            case '+':
                _in.Next();
                least = 1;
                break;
            case '?':
                _in.Next();
                (most, open) = (1, false);
                break;
            case '{' when _in.TryReadCounts(out least, out most, out open):
                break;
            default:
                return false;
        }
        _in.Skip("?");
        return true;
    }

    private void AppendLiteral(Rune rune)
    {
        AddSize(1);
        if (rune.IsBmp)
        {
            _out.Append(Re2Ranges.Escape(rune.Value));
            return;
        }
        _out.Append("(?:");
        foreach (char unit in rune.ToString())
        {
            _out.Append(Re2Ranges.Escape(unit));
        }
        _out.Append(')');
    }

    private void AddSize(long more)
    {
        if (_size + more > MaxSize)
        {
            throw new FormatException("it is too large when its repetitions are written out");
        }
        _size += (int)more;
    }
}
