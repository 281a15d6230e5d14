using System.Globalization;
using System.Text;

namespace Cos.Sdk.Templating.Patterns;

/// <summary>Reads a regular expression in the syntax of RE2, as Go has it, and writes it in that of .NET.</summary>
/// <remarks>
/// Groups keep their numbers, names are handed out apart. <c>\d \s \w</c> are ASCII; <c>$</c> is the very end unless the flag m is set;
/// <c>\b</c> differs: .NET counts letters of all scripts as parts of words.
/// </remarks>
internal sealed partial class PatternTranslator
{
    private const int MaxRepeat = 1000;
    private const int MaxNesting = 250;
    private const int MaxLength = 10_000;

    private readonly string _pattern;
    private readonly StringBuilder _output = new();
    private readonly List<string> _names = [""];
    private PatternFlags _flags;
    private int _position;
    private int _nesting;

    private PatternTranslator(string pattern) => _pattern = pattern;

    /// <summary>Translates a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="names">The names of the groups by their numbers; empty for one without a name.</param>
    /// <exception cref="PatternException">The pattern is malformed or not supported.</exception>
    public static string Translate(string pattern, out IReadOnlyList<string> names)
    {
        if (pattern.Length > MaxLength)
        {
            throw new PatternException($"it is longer than {MaxLength} characters", isMalformed: false);
        }
        PatternTranslator translator = new(pattern);
        translator.ReadAlternatives();
        if (translator._position < pattern.Length)
        {
            throw Malformed("a closing parenthesis has no partner");
        }
        names = translator._names;
        return translator._output.ToString();
    }

    private static PatternException Malformed(string reason) => new(reason, isMalformed: true);

    private bool Has(string text) => string.CompareOrdinal(_pattern, _position, text, 0, text.Length) == 0;

    private bool TryTake(string text)
    {
        if (!Has(text))
        {
            return false;
        }
        _position += text.Length;
        return true;
    }

    /// <summary>Reads up to the closing parenthesis or the end; returns how often the whole may repeat inside itself.</summary>
    private int ReadAlternatives()
    {
        if (++_nesting > MaxNesting)
        {
            throw new PatternException($"its groups are nested more than {MaxNesting} deep", isMalformed: false);
        }
        PatternFlags outer = _flags;
        int repeats = 1;
        while (_position < _pattern.Length && _pattern[_position] != ')')
        {
            if (TryTake("|"))
            {
                _output.Append('|');
                continue;
            }
            repeats = Math.Max(repeats, ReadRepeated());
        }
        _flags = outer;
        _nesting--;
        return repeats;
    }

    private int ReadRepeated()
    {
        int start = _output.Length;
        if (_pattern[_position] is '*' or '+' or '?')
        {
            throw Malformed($"there is nothing that '{_pattern[_position]}' could repeat");
        }
        bool isAtom = ReadAtom(out int repeats);
        if (!isAtom)
        {
            return repeats;
        }
        string atom = _output.ToString(start, _output.Length - start);
        if (!TryReadQuantifier(out string quantifier, out int count))
        {
            return repeats;
        }
        if ((long)repeats * count > MaxRepeat)
        {
            throw Malformed($"something is to be repeated more than {MaxRepeat} times");
        }
        bool isLazy = TryTake("?");
        if (TryReadQuantifier(out _, out _))
        {
            throw Malformed("a repetition operator follows another");
        }
        _output.Length = start;
        _output.Append("(?:").Append(atom).Append(')').Append(quantifier)
            .Append(isLazy != _flags.HasFlag(PatternFlags.Ungreedy) ? "?" : "");
        return Math.Max(repeats, repeats * count);
    }

    private bool TryReadQuantifier(out string quantifier, out int count)
    {
        (quantifier, count) = ("", 1);
        if (_position >= _pattern.Length)
        {
            return false;
        }
        char c = _pattern[_position];
        if (c is '*' or '+' or '?')
        {
            quantifier = c.ToString();
            _position++;
            return true;
        }
        return c == '{' && TryReadCount(out quantifier, out count);
    }

    /// <summary><c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; anything else in braces stands for itself.</summary>
    private bool TryReadCount(out string quantifier, out int count)
    {
        (quantifier, count) = ("", 1);
        int close = _pattern.IndexOf('}', _position);
        string[] bounds = close < 0 ? [] : _pattern[(_position + 1)..close].Split(',');
        bool isCount = bounds.Length is 1 or 2 && IsNumber(bounds[0])
            && (bounds.Length == 1 || bounds[1].Length == 0 || IsNumber(bounds[1]));
        if (!isCount)
        {
            return false;
        }
        int least = ToNumber(bounds[0]);
        int most = bounds.Length == 1 ? least : bounds[1].Length == 0 ? -1 : ToNumber(bounds[1]);
        if (least > MaxRepeat || most > MaxRepeat || (most >= 0 && least > most))
        {
            throw Malformed($"the repeat count {_pattern[_position..(close + 1)]} is not possible; 1000 is the most");
        }
        quantifier = _pattern[_position..(close + 1)];
        count = Math.Max(Math.Max(least, most), 1);
        _position = close + 1;
        return true;
    }

    private static bool IsNumber(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9') && (text.Length == 1 || text[0] != '0');

    private static int ToNumber(string text) => text.Length > 4 ? MaxRepeat + 1 : int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Reads one element; false for what cannot be repeated because it stands for nothing, such as <c>(?i)</c>.</summary>
    private bool ReadAtom(out int repeats)
    {
        repeats = 1;
        switch (_pattern[_position])
        {
            case '(':
                return ReadGroup(out repeats);
            case '[':
                AppendClass(ReadClass(out bool negated), negated);
                return true;
            case '.':
                _position++;
                RuneSet any = _flags.HasFlag(PatternFlags.DotMatchesLineBreak) ? new RuneSet() : new RuneSet().Add('\n', '\n');
                _output.Append(any.ToPattern(negated: true));
                return true;
            case '^':
                _position++;
                _output.Append(_flags.HasFlag(PatternFlags.MultiLine) ? "(?m:^)" : @"\A");
                return true;
            case '$':
                _position++;
                _output.Append(_flags.HasFlag(PatternFlags.MultiLine) ? "(?m:$)" : @"\z");
                return true;
            case '\\':
                return ReadEscape();
            default:
                AppendLiteral(ReadRune());
                return true;
        }
    }

    private int ReadRune()
    {
        Rune.DecodeFromUtf16(_pattern.AsSpan(_position), out Rune rune, out int length);
        _position += Math.Max(length, 1);
        return rune.Value;
    }

    private void AppendLiteral(int rune)
    {
        bool hasCase = _flags.HasFlag(PatternFlags.IgnoreCase);
        string text = rune == 0xfffd ? @"[\ufffd\udc80-\udcff]"
            : rune > 0xffff ? $"(?:{string.Concat(char.ConvertFromUtf32(rune).Select(Escape))})"
            : Escape((char)rune);
        _output.Append(hasCase ? $"(?i:{text})" : text);
    }

    private static string Escape(char c) =>
        char.IsAsciiLetterOrDigit(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}");

    private void AppendClass(RuneSet set, bool negated)
    {
        string text = set.ToPattern(negated);
        _output.Append(_flags.HasFlag(PatternFlags.IgnoreCase) ? $"(?i:{text})" : text);
    }

    private bool ReadGroup(out int repeats)
    {
        _position++;
        repeats = 1;
        bool isCapture = true;
        PatternFlags outer = _flags;
        if (TryTake("?P<"))
        {
            ReadGroupName();
        }
        else if (TryTake("?"))
        {
            if (ReadFlags() == ')')
            {
                return false;
            }
            isCapture = false;
        }
        else
        {
            _names.Add("");
        }
        _output.Append(isCapture ? "(" : "(?:");
        repeats = ReadAlternatives();
        if (!TryTake(")"))
        {
            throw Malformed("an opening parenthesis has no partner");
        }
        _output.Append(')');
        _flags = outer;
        return true;
    }

    private void ReadGroupName()
    {
        int end = _pattern.IndexOf('>', _position);
        string name = end < 0 ? "" : _pattern[_position..end];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw Malformed("the name of a group is missing or malformed");
        }
        _names.Add(name);
        _position = end + 1;
    }

    /// <summary>Reads flags up to the colon or parenthesis that ends them, and returns which it was.</summary>
    private char ReadFlags()
    {
        PatternFlags flags = _flags;
        bool sets = true;
        bool any = false;
        while (_position < _pattern.Length)
        {
            char c = _pattern[_position++];
            PatternFlags flag = c switch
            {
                'i' => PatternFlags.IgnoreCase,
                'm' => PatternFlags.MultiLine,
                's' => PatternFlags.DotMatchesLineBreak,
                'U' => PatternFlags.Ungreedy,
                _ => PatternFlags.None,
            };
            if (flag != PatternFlags.None)
            {
                flags = sets ? flags | flag : flags & ~flag;
                any = true;
            }
            else if (c == '-' && sets)
            {
                (sets, any) = (false, false);
            }
            else if (c is ':' or ')' && (sets || any))
            {
                _flags = flags;
                return c;
            }
            else
            {
                break;
            }
        }
        throw Malformed("a group begins with something unknown after '(?'; lookaround and atomic groups do not exist in RE2");
    }
}
