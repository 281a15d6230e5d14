using System.Globalization;
using System.Numerics;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Formatting;

internal sealed partial class ValueFormatter
{
    private void PrintInteger(BigInteger value, char verb, object original)
    {
        bool isUnsigned = GoType.Of(original).IsUnsigned;
        switch (verb)
        {
            case 'v' when Flags.SharpV && isUnsigned:
                PadInteger(value, 16, 'x', isSharp: true);
                break;
            case 'v' or 'd':
                PadInteger(value, 10, verb, Flags.Sharp && !Flags.SharpV);
                break;
            case 'b':
                PadInteger(value, 2, verb, Flags.Sharp);
                break;
            case 'o' or 'O':
                PadInteger(value, 8, verb, Flags.Sharp);
                break;
            case 'x' or 'X':
                PadInteger(value, 16, verb, Flags.Sharp);
                break;
            case 'c':
                PadText(GoText.FromRunes([ToRune(value)]));
                break;
            case 'q':
                PadText(Quoting.QuoteRune(ToRune(value), Flags.Plus));
                break;
            case 'U':
                PrintCodePoint(value);
                break;
            default:
                PrintBadVerb(verb, original);
                break;
        }
    }

    private static int ToRune(BigInteger value) => value >= 0 && value <= 0x10ffff ? (int)value : 0xfffd;

    private void PadInteger(BigInteger value, int radix, char verb, bool isSharp)
    {
        bool negative = value < 0;
        string digits = Digits(BigInteger.Abs(value), radix);
        int least = Flags.Precision ?? 0;
        if (Flags.Precision == 0 && value == 0)
        {
            sink.Append(' ', Flags.Width ?? 0);
            return;
        }
        if (Flags is { Precision: null, Zero: true, Width: { } width, Minus: false })
        {
            least = width - (negative || Flags.Plus || Flags.Space ? 1 : 0);
        }
        context.ChargeText(least);
        digits = digits.PadLeft(least, '0');
        string prefix = (isSharp, verb, radix) switch
        {
            (_, 'O', _) => "0o",
            (true, _, 2) => "0b",
            (true, _, 8) => digits[0] == '0' ? "" : "0",
            (true, 'X', 16) => "0X",
            (true, _, 16) => "0x",
            _ => "",
        };
        digits = verb == 'X' ? digits.ToUpperInvariant() : digits;
        string sign = negative ? "-" : Flags.Plus ? "+" : Flags.Space ? " " : "";
        bool zero = Flags.Zero;
        Flags.Zero = false;
        PadText(sign + prefix + digits);
        Flags.Zero = zero;
    }

    private static string Digits(BigInteger value, int radix) => radix switch
    {
        10 => value.ToString(CultureInfo.InvariantCulture),
        16 => ((ulong)value).ToString("x", CultureInfo.InvariantCulture),
        8 => Octal((ulong)value),
        _ => ((ulong)value).ToString("b", CultureInfo.InvariantCulture),
    };

    private static string Octal(ulong value)
    {
        string digits = "";
        do
        {
            digits = (char)('0' + (value & 7)) + digits;
            value >>= 3;
        }
        while (value != 0);
        return digits;
    }

    private void PrintCodePoint(BigInteger value)
    {
        string digits = Digits(value < 0 ? (ulong)(long)value : value, 16).ToUpperInvariant();
        string text = "U+" + digits.PadLeft(Math.Max(4, Math.Min(Flags.Precision ?? 4, 1000)), '0');
        if (Flags.Sharp && value >= 0 && value <= 0x10ffff && Quoting.IsPrintable((int)value))
        {
            text += $" '{GoText.FromRunes([(int)value])}'";
        }
        bool zero = Flags.Zero;
        Flags.Zero = false;
        PadText(text);
        Flags.Zero = zero;
    }

    private void PrintFloat(double value, char verb)
    {
        int? precision = verb switch
        {
            'v' or 'b' or 'g' or 'G' or 'x' or 'X' => -1,
            'f' or 'F' or 'e' or 'E' => 6,
            _ => null,
        };
        if (precision is not { } standard)
        {
            PrintBadVerb(verb, value);
            return;
        }
        context.ChargeText(Flags.Precision ?? 0);
        char format = verb switch { 'v' => 'g', 'F' => 'f', _ => verb };
        string number = FloatFormat.Format(value, format, Flags.Precision ?? standard);
        if (Flags.Sharp && verb != 'b' && double.IsFinite(value))
        {
            number = FloatFormat.WithPoint(number, format, Flags.Precision ?? (verb is 'v' or 'g' or 'G' or 'x' or 'X' ? 6 : -1));
        }
        PadNumber(number, double.IsFinite(value), Flags.Plus && !Flags.PlusV);
    }

    private void PadNumber(string number, bool isFinite, bool showPlus)
    {
        string sign = number[0] is '-' or '+' ? number[..1] : "+";
        string digits = number[0] is '-' or '+' ? number[1..] : number;
        string shown = sign == "-" || showPlus ? sign : Flags.Space ? " " : "";
        if (digits == "Inf" && sign == "+" && shown.Length == 0)
        {
            shown = "+";
        }
        bool zero = Flags.Zero;
        Flags.Zero = zero && isFinite && !Flags.Minus;
        if (Flags.Zero && Flags.Width > digits.Length + shown.Length)
        {
            sink.Append(shown).Append('0', Flags.Width.Value - digits.Length - shown.Length).Append(digits);
        }
        else
        {
            PadText(shown + digits);
        }
        Flags.Zero = zero;
    }
}
