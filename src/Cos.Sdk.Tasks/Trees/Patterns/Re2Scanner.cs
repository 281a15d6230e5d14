using System.Globalization;
using System.Text;

namespace Cos.Sdk.Trees.Patterns;

/// <summary>Reads the characters of an RE2 expression.</summary>
internal sealed class Re2Scanner(string pattern)
{
    private int _position;

    public bool AtEnd => _position >= pattern.Length;

    public char Peek() => pattern[_position];

    public char Next() => pattern[_position++];

    /// <summary>Passes a text if it is next.</summary>
    public bool Skip(string text)
    {
        bool found = pattern.AsSpan(_position).StartsWith(text, StringComparison.Ordinal);
        _position += found ? text.Length : 0;
        return found;
    }

    /// <summary>The whole character of which the first unit was read.</summary>
    public Rune Complete(char first)
    {
        if (Rune.TryCreate(first, out Rune rune))
        {
            return rune;
        }
        return !AtEnd && Rune.TryCreate(first, Peek(), out rune) && Next() != '\0'
            ? rune
            : throw new FormatException("it holds half a character");
    }

    /// <summary>The name of a group and the <c>></c> behind it.</summary>
    public void ReadName()
    {
        int start = _position;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_'))
        {
            _position++;
        }
        if (_position == start || !Skip(">"))
        {
            throw new FormatException("the name of a group is not complete");
        }
    }

    /// <summary>What follows <c>\Q</c>, to <c>\E</c> or the end.</summary>
    public string ReadQuoted()
    {
        int end = pattern.IndexOf("\\E", _position, StringComparison.Ordinal);
        string text = end < 0 ? pattern[_position..] : pattern[_position..end];
        _position = end < 0 ? pattern.Length : end + 2;
        return text;
    }

    /// <summary>A repetition such as <c>{2,5}</c>; a brace that is none stays.</summary>
    public bool TryReadCounts(out int least, out int most, out bool open)
    {
        (least, most, open) = (0, 0, false);
        int end = pattern.IndexOf('}', _position);
        if (end < 0)
        {
            return false;
        }
        string[] counts = pattern[(_position + 1)..end].Split(',');
        if (counts.Length > 2 || !TryReadCount(counts[0], out least))
        {
            return false;
        }
        open = counts is [_, ""];
        most = least;
        if (counts is [_, { Length: > 0 } upper] && !TryReadCount(upper, out most))
        {
            return false;
        }
        _position = end + 1;
        return true;
    }

    /// <summary>The character that an escape stands for; the backslash was read.</summary>
    public Rune ReadEscapedCharacter()
    {
        if (AtEnd)
        {
            throw new FormatException("it ends with a backslash");
        }
        char letter = Next();
        switch (letter)
        {
            case 'a':
                return new Rune('\a');
            case 'f':
                return new Rune('\f');
            case 'n':
                return new Rune('\n');
            case 'r':
                return new Rune('\r');
            case 't':
                return new Rune('\t');
            case 'v':
                return new Rune('\v');
            case 'x':
                return ReadHex();
            case >= '0' and <= '7' when letter == '0' || (!AtEnd && Peek() is >= '0' and <= '7'):
                return ReadOctal(letter);
            case >= '1' and <= '9':
                throw new FormatException("back-references are not part of RE2");
        }
        return letter < 0x80 && !char.IsAsciiLetterOrDigit(letter)
            ? new Rune(letter)
            : throw new FormatException($"the escape \\{letter} is not known");
    }

    private Rune ReadHex()
    {
        int length = 2;
        bool braces = Skip("{");
        if (braces)
        {
            length = pattern.IndexOf('}', _position) - _position;
        }
        if (length is < 1 or > 6 || _position + length > pattern.Length
            || !int.TryParse(pattern.AsSpan(_position, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
            || !Rune.IsValid(code))
        {
            throw new FormatException("an escape \\x is not complete");
        }
        _position += length + (braces ? 1 : 0);
        return new Rune(code);
    }

    private Rune ReadOctal(char first)
    {
        int code = first - '0';
        for (int i = 0; i < 2 && !AtEnd && Peek() is >= '0' and <= '7'; i++)
        {
            code = (code * 8) + (Next() - '0');
        }
        return new Rune(code);
    }

    private static bool TryReadCount(string text, out int count)
    {
        count = 0;
        if (text.Length == 0 || !text.All(char.IsAsciiDigit) || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }
        // A longer number is beyond any bound, but a repetition all the same.
        count = text.Length > 6 ? int.MaxValue : int.Parse(text, CultureInfo.InvariantCulture);
        return true;
    }
}
