using System.Globalization;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Formatting;

/// <summary>Writes one value by one verb, as the verbs of <c>printf</c> say: this part all but numbers.</summary>
internal sealed partial class ValueFormatter(TextSink sink, RenderContext context)
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
