using System.Globalization;
using System.Numerics;

namespace Cos.Sdk.Templating.Formatting;

/// <summary>Writes floating-point numbers exactly as Go does: correctly rounded, ties to even.</summary>
internal static class FloatFormat
{
    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format"><c>e E f g G b x X</c>.</param>
    /// <param name="precision">Digits after the point, or significant ones for g; -1 for as many as are needed to read it back.</param>
    public static string Format(double value, char format, int precision)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }
        string sign = double.IsNegative(value) ? "-" : "";
        if (double.IsInfinity(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }
        value = Math.Abs(value);
        if (format is 'b' or 'x' or 'X')
        {
            return sign + (format == 'b' ? FormatBinary(value) : FormatHex(value, format, precision));
        }
        (string digits, int point) = precision < 0 ? Shortest(value) : Rounded(value, format, precision);
        return sign + format switch
        {
            'e' or 'E' => Exponential(digits, point, format, precision < 0 ? Math.Max(digits.Length - 1, 0) : precision),
            'f' => Fixed(digits, point, precision < 0 ? Math.Max(digits.Length - point, 0) : precision),
            _ => General(digits, point, format, precision),
        };
    }

    /// <summary>Adds the point and the zeros that the flag <c>#</c> keeps.</summary>
    public static string WithPoint(string number, char format, int digits)
    {
        int tail = number.AsSpan(1).IndexOfAny(format is 'x' or 'X' ? "pP" : "eE") + 1;
        string exponent = tail > 0 ? number[tail..] : "";
        string mantissa = tail > 0 ? number[..tail] : number;
        int significant = 0;
        bool sawNonZero = false;
        foreach (char c in mantissa.Where(char.IsAsciiHexDigit))
        {
            sawNonZero |= c != '0';
            significant += sawNonZero ? 1 : 0;
        }
        if (!mantissa.Contains('.'))
        {
            significant = mantissa.TrimStart('-', '+') == "0" && digits > 0 ? 1 : significant;
            mantissa += ".";
        }
        return format is 'g' or 'G' or 'x' or 'X' && digits > significant
            ? mantissa + new string('0', digits - significant) + exponent
            : mantissa + exponent;
    }

    private static (string Digits, int Point) Shortest(double value)
    {
        if (value == 0)
        {
            return ("", 0);
        }
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        string mantissa = shortest.Split('E')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        int exponent = ExponentOf(shortest);
        return (mantissa, exponent + 1);
    }

    /// <summary>The decimal exponent of the first digit that is not zero.</summary>
    private static int ExponentOf(string number)
    {
        string[] parts = number.Split('E');
        int exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        string mantissa = parts[0];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        point = point < 0 ? mantissa.Length : point;
        int first = mantissa.AsSpan().IndexOfAnyInRange('1', '9');
        return exponent + (first < point ? point - first - 1 : point - first);
    }

    private static (string Digits, int Point) Rounded(double value, char format, int precision)
    {
        if (value == 0)
        {
            return ("", 0);
        }
        (string digits, int point) = Exact(value);
        int keep = format switch
        {
            'e' or 'E' => precision + 1,
            'f' => point + precision,
            _ => Math.Max(precision, 1),
        };
        return Round(digits, point, keep);
    }

    /// <summary>All digits of a number; the point stands after so many of them.</summary>
    private static (string Digits, int Point) Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7ff;
        long mantissa = (bits & 0xfffffffffffff) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075;
        string digits = shift >= 0
            ? (new BigInteger(mantissa) << shift).ToString(CultureInfo.InvariantCulture)
            : (mantissa * BigInteger.Pow(5, -shift)).ToString(CultureInfo.InvariantCulture);
        int point = shift >= 0 ? digits.Length : digits.Length + shift;
        return (digits.TrimEnd('0'), point);
    }

    private static (string Digits, int Point) Round(string digits, int point, int keep)
    {
        if (keep < 0)
        {
            return ("", 0);
        }
        if (keep >= digits.Length)
        {
            return (digits, point);
        }
        bool isTie = digits[keep] == '5' && keep + 1 == digits.Length;
        bool up = isTie ? keep > 0 && (digits[keep - 1] - '0') % 2 != 0 : digits[keep] >= '5';
        string kept = digits[..keep];
        if (!up)
        {
            kept = kept.TrimEnd('0');
            return (kept, kept.Length == 0 ? 0 : point);
        }
        BigInteger next = kept.Length == 0 ? BigInteger.One : BigInteger.Parse(kept, CultureInfo.InvariantCulture) + 1;
        string raised = next.ToString(CultureInfo.InvariantCulture);
        return (raised.TrimEnd('0'), point + raised.Length - kept.Length);
    }

    private static string Exponential(string digits, int point, char format, int precision)
    {
        string mantissa = digits.Length == 0 ? "0" : digits[..1];
        if (precision > 0)
        {
            string fraction = digits.Length > 1 ? digits[1..Math.Min(digits.Length, precision + 1)] : "";
            mantissa += "." + fraction.PadRight(precision, '0');
        }
        int exponent = digits.Length == 0 ? 0 : point - 1;
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}{format}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):D2}");
    }

    private static string Fixed(string digits, int point, int precision)
    {
        string whole = point <= 0 ? "0" : digits.Length >= point ? digits[..point] : digits.PadRight(point, '0');
        if (precision <= 0)
        {
            return whole;
        }
        string fraction = point >= digits.Length ? "" : point < 0 ? new string('0', Math.Min(-point, precision)) + digits : digits[point..];
        return whole + "." + (fraction.Length > precision ? fraction[..precision] : fraction.PadRight(precision, '0'));
    }

    private static string General(string digits, int point, char format, int precision)
    {
        int limit = precision == 0 ? 1 : precision;
        if (limit > digits.Length && digits.Length >= point)
        {
            limit = digits.Length;
        }
        if (precision < 0)
        {
            limit = 6;
        }
        int exponent = point - 1;
        if (exponent < -4 || exponent >= limit)
        {
            return Exponential(digits, point, format == 'g' ? 'e' : 'E', Math.Max(digits.Length - 1, 0));
        }
        return Fixed(digits, point, Math.Max(digits.Length - point, 0));
    }

    private static string FormatBinary(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7ff;
        long mantissa = (bits & 0xfffffffffffff) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075;
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}p{(shift < 0 ? "" : "+")}{shift}");
    }

    private static string FormatHex(double value, char format, int precision)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = ((int)(bits >> 52) & 0x7ff) - 1023;
        ulong mantissa = (ulong)(bits & 0xfffffffffffff);
        if (value == 0)
        {
            exponent = 0;
        }
        else if (exponent == -1023)
        {
            int shift = BitOperations.LeadingZeroCount(mantissa) - 11;
            mantissa = (mantissa << shift) & 0xfffffffffffff;
            exponent = -1022 - shift;
        }
        BigInteger number = (value == 0 ? 0 : BigInteger.One << 52) | mantissa;
        if (precision is >= 0 and < 13)
        {
            int drop = (13 - precision) * 4;
            BigInteger half = BigInteger.One << (drop - 1);
            BigInteger rest = number & ((BigInteger.One << drop) - 1);
            number >>= drop;
            number += rest > half || (rest == half && !number.IsEven) ? 1 : 0;
            if (number >> (precision * 4) > 1)
            {
                number >>= 1;
                exponent++;
            }
            number <<= drop;
        }
        string fraction = ((ulong)(number & 0xfffffffffffff)).ToString("x13", CultureInfo.InvariantCulture);
        fraction = precision < 0 ? fraction.TrimEnd('0') : fraction.PadRight(precision, '0')[..precision];
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"0x{(value == 0 ? 0 : 1)}{(fraction.Length > 0 ? "." : "")}{fraction}p{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):D2}");
        return format == 'X' ? text.ToUpperInvariant() : text;
    }
}
