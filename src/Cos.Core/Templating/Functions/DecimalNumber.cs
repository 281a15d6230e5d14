using System.Globalization;
using System.Numerics;

namespace Cos.Sdk.Templating.Functions;

/// <summary>A decimal fraction of any size, so that 0.1 + 0.2 is 0.3.</summary>
/// <param name="Digits">The digits as an integer.</param>
/// <param name="Exponent">The power of ten that they are multiplied with.</param>
internal readonly record struct DecimalNumber(BigInteger Digits, int Exponent)
{
    private const int DivisionDigits = 16;

    /// <summary>How much work the number makes.</summary>
    public long Size => Digits.GetBitLength() / 8;

    /// <summary>The shortest decimal fraction that reads back as the number.</summary>
    public static DecimalNumber FromDouble(double value)
    {
        string[] parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        int exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        string digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        return new DecimalNumber(BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent);
    }

    /// <summary>The sum.</summary>
    public static DecimalNumber? Add(DecimalNumber a, DecimalNumber b)
    {
        int exponent = Math.Min(a.Exponent, b.Exponent);
        return new DecimalNumber(a.DigitsAt(exponent) + b.DigitsAt(exponent), exponent);
    }

    /// <summary>The difference.</summary>
    public static DecimalNumber? Subtract(DecimalNumber a, DecimalNumber b) => Add(a, new DecimalNumber(-b.Digits, b.Exponent));

    /// <summary>The product.</summary>
    public static DecimalNumber? Multiply(DecimalNumber a, DecimalNumber b) => new(a.Digits * b.Digits, a.Exponent + b.Exponent);

    /// <summary>The quotient, rounded to 16 digits after the point; null for a division by zero.</summary>
    public static DecimalNumber? Divide(DecimalNumber a, DecimalNumber b)
    {
        if (b.Digits.IsZero)
        {
            return null;
        }
        int shift = a.Exponent - b.Exponent + DivisionDigits;
        BigInteger numerator = BigInteger.Abs(shift > 0 ? a.Digits * BigInteger.Pow(10, shift) : a.Digits);
        BigInteger denominator = BigInteger.Abs(shift < 0 ? b.Digits * BigInteger.Pow(10, -shift) : b.Digits);
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        quotient += rest * 2 >= denominator ? 1 : 0;
        return new DecimalNumber((a.Digits.Sign < 0) != (b.Digits.Sign < 0) ? -quotient : quotient, -DivisionDigits);
    }

    /// <summary>The nearest floating-point number.</summary>
    public double ToDouble()
    {
        double value = double.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{Digits}E{Exponent}"), NumberStyles.Float, CultureInfo.InvariantCulture);
        return value == 0 ? 0 : value;
    }

    private BigInteger DigitsAt(int exponent) => Digits * BigInteger.Pow(10, Exponent - exponent);
}
