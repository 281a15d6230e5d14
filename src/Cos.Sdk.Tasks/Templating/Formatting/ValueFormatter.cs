using System.Globalization;
using System.Numerics;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Formatting;

/// <summary>Writes one value by one verb, as the verbs of <c>printf</c> say.</summary>
internal sealed class ValueFormatter(TextSink sink, RenderContext context)
{
    /// <summary>Flags, width and precision of the verb.</summary>
    public FormatFlags Flags { get; } = new();

    /// <summary>Writes a value; nil is one too.</summary>
    public void Print(object? value, char verb) => Print(value, verb, depth: 0);

    /// <summary>Writes the type of a value.</summary>
    public void PrintType(object? value) => PadText(value is null ? "<nil>" : GoType.Of(value).Name);

    /// <summary>Writes a text, cut to the precision and padded to the width.</summary>
    public void PadText(string text)
    {
        if (Flags.Width is not { } width)
        {
            sink.Append(text);
            return;
        }
        int padding = width - GoText.RuneCount(text);
        if (!Flags.Minus)
        {
            sink.Append(Flags.Zero ? '0' : ' ', padding);
        }
        sink.Append(text);
        if (Flags.Minus)
        {
            sink.Append(' ', padding);
        }
    }

    private void Print(object? value, char verb, int depth)
    {
        context.Charge(1);
        switch (value)
        {
            case null when verb == 'v':
                PadText(Flags.SharpV && depth > 0 ? "interface {}(nil)" : "<nil>");
                break;
            case null when depth > 0:
                PadText("<nil>");
                break;
            case null:
                sink.Append("%!").Append(verb).Append("(<nil>)");
                break;
            case bool flag when verb is 't' or 'v':
                PadText(flag ? "true" : "false");
                break;
            case string text:
                PrintText(text, verb);
                break;
            case double number:
                PrintFloat(number, verb);
                break;
            case GoNamedInt named when verb is 'v' or 's' or 'x' or 'X' or 'q' && !Flags.SharpV:
                PrintText(named.Text, verb);
                break;
            case ulong number:
                PrintInteger(number, verb, value);
                break;
            case GoList list:
                PrintList(list, verb, depth);
                break;
            case GoMap map:
                PrintMap(map, verb, depth);
                break;
            case GoObject item:
                PrintObject(item, verb, depth);
                break;
            default:
                if (Values.TryGetInteger(value, out long integer))
                {
                    PrintInteger(integer, verb, value);
                }
                else
                {
                    PrintBadVerb(verb, value);
                }
                break;
        }
    }

    private void PrintBadVerb(char verb, object value)
    {
        sink.Append("%!").Append(verb).Append('(').Append(GoType.Of(value).Name).Append('=');
        Print(value, 'v', depth: 0);
        sink.Append(')');
    }

    private void PrintText(string text, char verb)
    {
        switch (verb)
        {
            case 'v' when Flags.SharpV:
            case 'q':
                PadText(Quoting.Quote(Truncate(text), Flags.Sharp && !Flags.SharpV, Flags.Plus && !Flags.PlusV));
                break;
            case 'v' or 's':
                PadText(Truncate(text));
                break;
            case 'x' or 'X':
                PrintHex(text, verb);
                break;
            default:
                PrintBadVerb(verb, text);
                break;
        }
    }

    private string Truncate(string text)
    {
        if (Flags.Precision is not { } precision || GoText.RuneCount(text) <= precision)
        {
            return text;
        }
        int end = 0;
        for (int i = 0; i < precision; i++)
        {
            end += char.IsSurrogatePair(text, end) ? 2 : 1;
        }
        return text[..end];
    }

    private void PrintHex(string text, char verb)
    {
        ReadOnlySpan<byte> bytes = GoText.ToBytes(text);
        if (Flags.Precision < bytes.Length)
        {
            bytes = bytes[..Flags.Precision.Value];
        }
        if (bytes.IsEmpty)
        {
            PadText("");
            return;
        }
        string prefix = Flags.Sharp ? $"0{verb}" : "";
        TextSink hex = new(context);
        for (int i = 0; i < bytes.Length; i++)
        {
            hex.Append(i == 0 || Flags.Space ? (i > 0 ? " " : "") + prefix : "");
            hex.Append(bytes[i].ToString(verb == 'x' ? "x2" : "X2", CultureInfo.InvariantCulture));
        }
        PadText(hex.ToString());
    }

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
        shown = digits == "NaN" && !showPlus && !Flags.Space ? "" : digits == "Inf" && sign == "+" && !showPlus && !Flags.Space ? "+" : shown;
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

    private void PrintList(GoList list, char verb, int depth)
    {
        using RenderContext.Nesting nesting = context.Descend();
        if (Flags.SharpV)
        {
            sink.Append(list.Type.Name);
            if (list.IsNil)
            {
                sink.Append("(nil)");
                return;
            }
        }
        sink.Append(Flags.SharpV ? '{' : '[');
        for (int i = 0; i < list.Count; i++)
        {
            sink.Append(i == 0 ? "" : Flags.SharpV ? ", " : " ");
            Print(list[i], verb, depth + 1);
        }
        sink.Append(Flags.SharpV ? '}' : ']');
    }

    private void PrintMap(GoMap map, char verb, int depth)
    {
        using RenderContext.Nesting nesting = context.Descend();
        if (Flags.SharpV)
        {
            sink.Append(map.Type.Name).Append(map.IsNil ? "(nil)" : "{");
            if (map.IsNil)
            {
                return;
            }
        }
        else
        {
            sink.Append("map[");
        }
        bool isFirst = true;
        foreach (string key in map.Keys)
        {
            sink.Append(isFirst ? "" : Flags.SharpV ? ", " : " ");
            isFirst = false;
            Print(key, verb, depth + 1);
            sink.Append(':');
            Print(map[key], verb, depth + 1);
        }
        sink.Append(Flags.SharpV ? '}' : ']');
    }

    private void PrintObject(GoObject item, char verb, int depth)
    {
        if (item.Text is { } text)
        {
            if (verb is 'v' or 's' or 'x' or 'X' or 'q')
            {
                PrintText(text, verb);
            }
            else
            {
                sink.Append("%!").Append(verb).Append('(').Append(item.Type.Name).Append('=').Append(text).Append(')');
            }
            return;
        }
        using RenderContext.Nesting nesting = context.Descend();
        sink.Append(Flags.SharpV ? item.Type.Name : "").Append('{');
        bool isFirst = true;
        foreach ((string name, object? value) in item.Fields)
        {
            sink.Append(isFirst ? "" : Flags.SharpV ? ", " : " ");
            isFirst = false;
            sink.Append(Flags.SharpV || Flags.PlusV ? name + ":" : "");
            Print(value, verb, depth + 1);
        }
        sink.Append('}');
    }
}
