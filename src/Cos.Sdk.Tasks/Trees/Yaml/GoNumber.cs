using System.Globalization;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Writes floating-point numbers as Go's shortest general format does: <c>1</c>, <c>0.5</c>, <c>1.5e+06</c>.</summary>
internal static class GoNumber
{
    private const int MinPlainExponent = -4;

    private const int MaxPlainExponent = 5;

    /// <summary>The shortest text that is read back as the same number.</summary>
    public static string Format(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
        }
        (bool negative, string digits, int exponent) = Split(number);
        string sign = negative ? "-" : "";
        if (exponent is < MinPlainExponent or > MaxPlainExponent)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
        }
        if (exponent < 0)
        {
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        }
        return digits.Length <= exponent + 1
            ? sign + digits.PadRight(exponent + 1, '0')
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>The significant digits without zeros at either end, and the power of ten of the first.</summary>
    private static (bool Negative, string Digits, int Exponent) Split(double number)
    {
        string text = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? text : text[..mark];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        string significant = digits.TrimStart('0');
        if (significant.Length == 0)
        {
            return (double.IsNegative(number), "0", 0);
        }
        return (number < 0, significant.TrimEnd('0'), exponent - (digits.Length - significant.Length));
    }
}
