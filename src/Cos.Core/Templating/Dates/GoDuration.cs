using System.Buffers;
using System.Globalization;
using System.Text;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Dates;

/// <summary>Lengths of time in nanoseconds, printed like <c>1h2m3.5s</c>.</summary>
internal static class GoDuration
{
    public const long Microsecond = 1_000;
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>A length as a value of the template language.</summary>
    public static GoNamedInt Create(long nanoseconds) => new(GoType.Duration, nanoseconds, Format(nanoseconds));

    /// <summary>Writes a length.</summary>
    public static string Format(long nanoseconds)
    {
        if (nanoseconds == 0)
        {
            return "0s";
        }
        string sign = nanoseconds < 0 ? "-" : "";
        ulong rest = nanoseconds < 0 ? (ulong)-(nanoseconds + 1) + 1 : (ulong)nanoseconds;
        if (rest < Second)
        {
            (ulong unit, string name) = rest switch
            {
                < Microsecond => (1UL, "ns"),
                < Millisecond => ((ulong)Microsecond, "µs"),
                _ => ((ulong)Millisecond, "ms"),
            };
            return sign + WithFraction(rest, unit) + name;
        }
        StringBuilder text = new(sign);
        ulong hours = rest / Hour;
        ulong minutes = rest % Hour / Minute;
        if (hours > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        }
        if (hours > 0 || minutes > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{minutes}m");
        }
        return text.Append(WithFraction(rest % Minute, Second)).Append('s').ToString();
    }

    /// <summary>Reads a length such as <c>-1.5h</c> or <c>2h45m</c>; null when it is none.</summary>
    public static long? Parse(string text)
    {
        ReadOnlySpan<char> rest = text;
        bool negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
        {
            rest = rest[1..];
        }
        if (rest is "0")
        {
            return 0;
        }
        if (rest.IsEmpty)
        {
            return null;
        }
        decimal total = 0;
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExcept(NumberCharacters);
            digits = digits < 0 ? rest.Length : digits;
            const NumberStyles Style = NumberStyles.AllowDecimalPoint;
            if (digits > 25 || !decimal.TryParse(rest[..digits], Style, CultureInfo.InvariantCulture, out decimal number))
            {
                return null;
            }
            rest = rest[digits..];
            int letters = rest.IndexOfAny(NumberCharacters);
            letters = letters < 0 ? rest.Length : letters;
            long unit = rest[..letters] switch
            {
                "ns" => 1,
                "us" or "µs" or "μs" => Microsecond,
                "ms" => Millisecond,
                "s" => Second,
                "m" => Minute,
                "h" => Hour,
                _ => 0,
            };
            if (unit == 0 || number > long.MaxValue / unit)
            {
                return null;
            }
            total += Math.Truncate(number * unit);
            rest = rest[letters..];
        }
        decimal signed = negative ? -total : total;
        return signed is >= long.MinValue and <= long.MaxValue ? (long)signed : null;
    }

    /// <summary>The nearest multiple of a unit, halves away from zero.</summary>
    public static long Round(long nanoseconds, long unit)
    {
        if (unit <= 0)
        {
            return nanoseconds;
        }
        Int128 half = (nanoseconds < 0 ? -(Int128)unit : unit) / 2;
        Int128 rounded = ((Int128)nanoseconds + half) / unit * unit;
        Int128 bounded = Int128.Clamp(rounded, long.MinValue, long.MaxValue);
        return (long)bounded;
    }

    private static string WithFraction(ulong value, ulong unit)
    {
        string whole = (value / unit).ToString(CultureInfo.InvariantCulture);
        int digits = unit.ToString(CultureInfo.InvariantCulture).Length - 1;
        string fraction = (value % unit).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0').TrimEnd('0');
        return unit == 1 || fraction.Length == 0 ? whole : $"{whole}.{fraction}";
    }
}
