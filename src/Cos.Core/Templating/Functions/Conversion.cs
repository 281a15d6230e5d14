using System.Globalization;
using System.Numerics;
using Cos.Sdk.Templating.Formatting;
using Cos.Sdk.Templating.Runtime;
using Cos.Sdk.Templating.Syntax;

namespace Cos.Sdk.Templating.Functions;

/// <summary>The lenient conversions of functions that take anything: what has no such form becomes zero.</summary>
internal static class Conversion
{
    /// <summary>An integer from a number, a string with a number, or a boolean.</summary>
    public static long ToInteger(object? value) => value switch
    {
        GoNamedInt { Type.Name: "time.Duration" } => 0,
        double number => Truncate(number),
        bool flag => flag ? 1 : 0,
        ulong number => unchecked((long)number),
        string text => ParseInteger(TrimZeroDecimal(text)) ?? 0,
        _ => Values.TryGetInteger(value, out long integer) ? integer : 0,
    };

    /// <summary>A floating-point number from a number, a string with a number, or a boolean.</summary>
    public static double ToFloat(object? value) => value switch
    {
        GoNamedInt { Type.Name: "time.Duration" } => 0,
        double number => number,
        bool flag => flag ? 1 : 0,
        ulong number => number,
        string text => ParseFloat(text) ?? 0,
        _ => Values.TryGetInteger(value, out long integer) ? integer : 0,
    };

    /// <summary>A text from anything; nil is <c>&lt;nil&gt;</c>.</summary>
    public static string ToText(FunctionCall call, object? value) => ValuePrinter.Print(value, call.Context);

    /// <summary>The texts of a list's elements, nil left out; of anything else its own, of nil none.</summary>
    public static List<string> ToTexts(FunctionCall call, object? value)
    {
        if (value is not GoList list)
        {
            return value is null ? [] : [ToText(call, value)];
        }
        List<string> texts = new(list.Count);
        foreach (object? item in list.ToArray())
        {
            call.Context.Charge(1);
            if (item is not null)
            {
                texts.Add(ToText(call, item));
            }
        }
        return texts;
    }

    /// <summary>An integer as in source code: with a sign, a prefix for its base, and underscores; null when it is none.</summary>
    public static long? ParseInteger(string text) =>
        text.Length < 400 && Literals.ReadInteger(text) is { } number && number >= long.MinValue && number <= long.MaxValue
            ? (long)number
            : null;

    /// <summary>A decimal integer of 64 bits; null when it is none or too large.</summary>
    public static long? ParseDecimal(string text) =>
        text.Length < 100 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
        && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            ? number
            : null;

    /// <summary>A decimal integer of 64 bits; the nearest one when it is too large, 0 when it is none.</summary>
    public static long ParseDecimalClamped(string text)
    {
        bool isNumber = text.Length > 1 && (char.IsAsciiDigit(text[0]) || text[0] is '+' or '-')
            && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');
        return ParseDecimal(text) ?? (!isNumber ? 0 : text[0] == '-' ? long.MinValue : long.MaxValue);
    }

    /// <summary>A floating-point number; null when it is none or too large.</summary>
    public static double? ParseFloat(string text) => text.ToLowerInvariant() switch
    {
        "inf" or "+inf" or "infinity" or "+infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => Literals.ReadFloat(text),
    };

    /// <summary>An integer of any size as a 64-bit one, as arithmetic wraps around.</summary>
    public static GoInt64 Wrap(BigInteger value) => new(unchecked((long)(ulong)(value & ulong.MaxValue)));

    private static long Truncate(double number) =>
        number is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)number : long.MinValue;

    private static string TrimZeroDecimal(string text)
    {
        string trimmed = text.TrimEnd('0');
        return trimmed.Length < text.Length && trimmed.EndsWith('.') ? trimmed[..^1] : text;
    }
}
