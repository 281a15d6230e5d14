using System.Globalization;
using System.Numerics;
using System.Text;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Syntax;

/// <summary>Reads string, character and number literals.</summary>
internal static class Literals
{
    /// <summary>The value of a double-quoted string with its quotes; null when an escape is wrong.</summary>
    public static string? Unquote(ReadOnlySpan<char> quoted)
    {
        ReadOnlySpan<char> body = quoted[1..^1];
        if (!body.Contains('\\'))
        {
            return body.ToString();
        }
        List<byte> bytes = new(body.Length);
        while (!body.IsEmpty)
        {
            if (body[0] != '\\')
            {
                int plain = body.IndexOf('\\');
                plain = plain < 0 ? body.Length : plain;
                bytes.AddRange(GoText.ToBytes(body[..plain].ToString()));
                body = body[plain..];
            }
            else if (!TryReadEscape(ref body, quoted[0], out int value, out bool isByte))
            {
                return null;
            }
            else if (isByte)
            {
                bytes.Add((byte)value);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(new Rune(value).ToString()));
            }
        }
        return GoText.FromBytes(bytes.ToArray());
    }

    /// <summary>The value of a raw string with its quotes: carriage returns are dropped.</summary>
    public static string UnquoteRaw(ReadOnlySpan<char> quoted) =>
        quoted[1..^1].ToString().Replace("\r", "", StringComparison.Ordinal);

    /// <summary>The rune of a character constant with its quotes; null when it is not exactly one.</summary>
    public static int? ReadCharacter(ReadOnlySpan<char> quoted)
    {
        ReadOnlySpan<char> body = quoted[1..^1];
        if (body.IsEmpty)
        {
            return null;
        }
        if (body[0] == '\\')
        {
            return TryReadEscape(ref body, quoted[0], out int value, out _) && body.IsEmpty ? value : null;
        }
        return Rune.DecodeFromUtf16(body, out Rune rune, out int length) == System.Buffers.OperationStatus.Done && length == body.Length
            ? rune.Value
            : null;
    }

    /// <summary>
    /// An integer as Go reads it with base 0: sign, <c>0x 0o 0b</c> or a leading 0 for octal, underscores between digits. Null when it is
    /// none; it may be larger than 64 bits.
    /// </summary>
    public static BigInteger? ReadInteger(string text)
    {
        ReadOnlySpan<char> rest = text;
        bool negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
        {
            rest = rest[1..];
        }
        int radix = 10;
        bool afterDigit = false;
        if (rest is ['0', _, ..])
        {
            radix = rest[1] switch { 'x' or 'X' => 16, 'o' or 'O' => 8, 'b' or 'B' => 2, _ => 8 };
            rest = char.IsAsciiLetter(rest[1]) ? rest[2..] : rest[1..];
            afterDigit = true;
        }
        BigInteger value = BigInteger.Zero;
        bool any = false;
        foreach (char c in rest)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : -1;
            if (c == '_' ? !afterDigit : digit < 0 || digit >= radix)
            {
                return null;
            }
            afterDigit = c != '_';
            any |= afterDigit;
            value = afterDigit ? (value * radix) + digit : value;
        }
        return !any || !afterDigit || text.Length > 400 ? null : negative ? -value : value;
    }

    /// <summary>A floating-point number as Go reads it, hexadecimal ones included. Null when it is none or infinite.</summary>
    public static double? ReadFloat(string text)
    {
        string digits = text;
        if (digits.Contains('_'))
        {
            if (ReadInteger(text.Split('.', 'e', 'E', 'p', 'P')[0]) is null)
            {
                return null;
            }
            digits = digits.Replace("_", "", StringComparison.Ordinal);
        }
        if (digits.Contains('x') || digits.Contains('X'))
        {
            return ReadHexFloat(digits);
        }
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool isNumber = digits.Length < 400 && digits.AsSpan().IndexOfAnyInRange('0', '9') >= 0;
        return isNumber && double.TryParse(digits, Style, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : null;
    }

    private static double? ReadHexFloat(string text)
    {
        bool negative = text[0] == '-';
        string body = text[0] is '-' or '+' ? text[1..] : text;
        if (!body.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        body = body[2..];
        int p = body.IndexOfAny(['p', 'P']);
        if (p < 0 || !int.TryParse(body.AsSpan(p + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent))
        {
            return null;
        }
        string mantissa = body[..p];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string hex = mantissa.Replace(".", "", StringComparison.Ordinal);
        if (hex.Length is 0 or > 100 || !hex.All(char.IsAsciiHexDigit) || Math.Abs((long)exponent) > 5000)
        {
            return null;
        }
        int fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        BigInteger digits = BigInteger.Parse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        double value = Math.ScaleB((double)digits, exponent - (4 * fraction));
        return double.IsFinite(value) ? (negative ? -value : value) : null;
    }

    private static bool TryReadEscape(ref ReadOnlySpan<char> text, char quote, out int value, out bool isByte)
    {
        value = 0;
        isByte = false;
        char c = text[1];
        int digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, >= '0' and <= '7' => 3, _ => 0 };
        if (digits == 0)
        {
            value = c switch
            {
                'a' => '\a',
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\v',
                '\\' => '\\',
                _ when c == quote => c,
                _ => -1,
            };
            text = text[2..];
            return value >= 0;
        }
        bool isOctal = digits == 3;
        int start = isOctal ? 1 : 2;
        if (text.Length < start + digits || !TryReadDigits(text.Slice(start, digits), isOctal ? 8 : 16, out long number))
        {
            return false;
        }
        isByte = digits < 4;
        value = (int)Math.Min(number, int.MaxValue);
        text = text[(start + digits)..];
        return isByte ? number <= 255 : Rune.IsValid((uint)Math.Min(number, uint.MaxValue));
    }

    private static bool TryReadDigits(ReadOnlySpan<char> text, int radix, out long value)
    {
        value = 0;
        foreach (char c in text)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return false;
            }
            value = (value * radix) + digit;
        }
        return true;
    }
}
