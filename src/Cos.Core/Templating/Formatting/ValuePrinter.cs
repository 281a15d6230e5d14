using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Formatting;

/// <summary>Prints values in their natural form.</summary>
internal static class ValuePrinter
{
    /// <summary>Prints one value.</summary>
    public static void PrintTo(TextSink sink, object? value, RenderContext context)
    {
        if (value is string text)
        {
            sink.Append(text);
        }
        else
        {
            new ValueFormatter(sink, context).Print(value, 'v');
        }
    }

    /// <summary>The text of one value; nil is <c>&lt;nil&gt;</c>.</summary>
    public static string Print(object? value, RenderContext context)
    {
        if (value is string text)
        {
            return text;
        }
        TextSink sink = new(context);
        PrintTo(sink, value, context);
        return sink.ToString();
    }
}
