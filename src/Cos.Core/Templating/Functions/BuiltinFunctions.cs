using System.Globalization;
using System.Text;
using Cos.Sdk.Templating.Formatting;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>The functions of the template language itself.</summary>
internal static class BuiltinFunctions
{
    public static void AddTo(FunctionTable table) => table
        // The evaluator decides these two itself; here are their names and signatures.
        .Add("and", "value value...", call => call[0])
        .Add("or", "value value...", call => call[0])
        .Add("not", "value", call => !Values.IsTrue(call[0]))
        .Add("eq", "value value...", Equal)
        .Add("ne", "value value", call => !Comparison.AreEqual(call, call[0], call[1]))
        .Add("lt", "value value", call => Comparison.IsLess(call, call[0], call[1]))
        .Add("le", "value value", call => IsLessOrEqual(call, call[0], call[1]))
        .Add("gt", "value value", call => !IsLessOrEqual(call, call[0], call[1]))
        .Add("ge", "value value", call => !Comparison.IsLess(call, call[0], call[1]))
        .Add("index", "value value...", Index)
        .Add("len", "value", Length)
        .Add("print", "any...", call => Print(call, call.From(0).ToArray()))
        .Add("println", "any...", call => PrintLine(call, call.From(0).ToArray()))
        .Add("printf", "string any...", call => FormatString.Format(call.Text(0), call.From(1).ToArray(), call.Context))
        .Add("html", "any...", call => EscapeHtml(call, PrintOne(call)))
        .Add("js", "any...", call => EscapeJavaScript(call, PrintOne(call)))
        .Add("urlquery", "any...", call => UrlText.EscapeQuery(PrintOne(call)))
        .Add("call", "value value...", call => throw call.Fail("no value of a template is a function"));

    /// <summary>Values side by side: a space comes between two that are not strings.</summary>
    public static string Print(FunctionCall call, object?[] values)
    {
        TextSink text = call.CreateText();
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0 && values[i] is not string && values[i - 1] is not string)
            {
                text.Append(' ');
            }
            ValuePrinter.PrintTo(text, values[i], call.Context);
        }
        return text.ToString();
    }

    private static string PrintLine(FunctionCall call, object?[] values)
    {
        TextSink text = call.CreateText();
        for (int i = 0; i < values.Length; i++)
        {
            text.Append(i > 0 ? " " : "");
            ValuePrinter.PrintTo(text, values[i], call.Context);
        }
        return text.Append('\n').ToString();
    }

    /// <summary>All arguments as one text, for the functions that escape it.</summary>
    private static string PrintOne(FunctionCall call) => Print(call, [.. call.Arguments.Select(argument => argument ?? "<no value>")]);

    private static object Equal(FunctionCall call)
    {
        if (call.Count < 2)
        {
            throw call.Fail("it needs a second value to compare with");
        }
        for (int i = 1; i < call.Count; i++)
        {
            if (Comparison.AreEqual(call, call[0], call[i]))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsLessOrEqual(FunctionCall call, object? a, object? b) =>
        Comparison.IsLess(call, a, b) || Comparison.AreEqual(call, a, b);

    private static object? Index(FunctionCall call)
    {
        object? item = call[0] ?? throw call.Fail("there is no value to look into");
        for (int i = 1; i < call.Count; i++)
        {
            item = item switch
            {
                null => throw call.Fail("there is no value to look into"),
                GoList list => list[ReadIndex(call, call[i], list.Count)],
                string text => IndexBytes(call, text, call[i]),
                GoMap map when call[i] is string key => map.TryGet(key, out object? value) ? value : Values.ZeroOf(map.Type.Element!),
                GoMap => throw call.Fail($"a dictionary is looked into by a string, not by {Describe(call[i])}"),
                _ => throw call.Fail($"a value of the type {GoType.Of(item)} cannot be looked into"),
            };
        }
        return item;
    }

    private static byte IndexBytes(FunctionCall call, string text, object? index)
    {
        byte[] bytes = GoText.ToBytes(text);
        return bytes[ReadIndex(call, index, bytes.Length)];
    }

    private static int ReadIndex(FunctionCall call, object? index, int count)
    {
        if (!Values.TryGetInteger(index, out long number))
        {
            throw call.Fail($"a list is looked into by an integer, not by {Describe(index)}");
        }
        return number >= 0 && number < count
            ? (int)number
            : throw call.Fail(string.Create(CultureInfo.InvariantCulture, $"the index {number} is out of range, the length is {count}"));
    }

    private static object Length(FunctionCall call) => call[0] switch
    {
        string text => (long)GoText.ByteLength(text),
        GoList list => (long)list.Count,
        GoMap map => (long)map.Count,
        _ => throw call.Fail($"{Describe(call[0])} has no length"),
    };

    private static string Describe(object? value) => value is null ? "an absent value" : $"a value of the type {GoType.Of(value)}";

    private static string EscapeHtml(FunctionCall call, string text)
    {
        TextSink escaped = call.CreateText();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '"' => "&#34;",
                '\'' => "&#39;",
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\0' => "\ufffd",
                _ => [c],
            });
        }
        return escaped.ToString();
    }

    private static string EscapeJavaScript(FunctionCall call, string text)
    {
        TextSink escaped = call.CreateText();
        foreach (Rune rune in text.EnumerateRunes())
        {
            string? special = rune.Value switch
            {
                '\\' => "\\\\",
                '\'' => "\\'",
                '"' => "\\\"",
                '<' => "\\u003C",
                '>' => "\\u003E",
                '&' => "\\u0026",
                '=' => "\\u003D",
                _ => null,
            };
            escaped.Append(special ?? (rune.Value >= ' ' && (rune.Value < 0x80 || Quoting.IsPrintable(rune.Value))
                ? rune.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}")));
        }
        return escaped.ToString();
    }
}
