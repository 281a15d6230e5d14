using System.Globalization;
using System.Text;
using Cos.Sdk.Templating.Formatting;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Strings: parts, replacement, quotes, lists of strings. Lengths and indexes count bytes.</summary>
internal static class StringFunctions
{
    public static void AddTo(FunctionTable table) => table
        .Add("trim", "string", call => call.Text(0).Trim())
        .Add("trimAll", "string string", call => TrimAll(call.Text(1), call.Text(0)))
        .Add("trimall", "string string", call => TrimAll(call.Text(1), call.Text(0)))
        .Add("trimPrefix", "string string", call => call.Text(1).StartsWith(call.Text(0), StringComparison.Ordinal)
            ? call.Text(1)[call.Text(0).Length..]
            : call.Text(1))
        .Add("trimSuffix", "string string", call => call.Text(1).EndsWith(call.Text(0), StringComparison.Ordinal)
            ? call.Text(1)[..^call.Text(0).Length]
            : call.Text(1))
        .Add("nospace", "string", call => RemoveSpace(call.Text(0)))
        .Add("contains", "string string", call => call.Text(1).Contains(call.Text(0), StringComparison.Ordinal))
        .Add("hasPrefix", "string string", call => call.Text(1).StartsWith(call.Text(0), StringComparison.Ordinal))
        .Add("hasSuffix", "string string", call => call.Text(1).EndsWith(call.Text(0), StringComparison.Ordinal))
        .Add("repeat", "int string", Repeat)
        .Add("replace", "string string string", call => Replace(call, call.Text(2), call.Text(0), call.Text(1)))
        .Add("substr", "int int string", Substring)
        .Add("trunc", "int string", Truncate)
        .Add("quote", "any...", call => Join(call, value => Quoting.Quote(Conversion.ToText(call, value))))
        .Add("squote", "any...", call => Join(call, value => $"'{Conversion.ToText(call, value)}'"))
        .Add("cat", "any...", Concatenate)
        .Add("indent", "int string", call => Indent(call, 0))
        .Add("nindent", "int string", call => "\n" + Indent(call, 1))
        .Add("plural", "string string int", call => call.Int(2) == 1 ? call[0] : call[1])
        .Add("toString", "any", call => Conversion.ToText(call, call[0]))
        .Add("split", "string string", call => Number(Split(call, call.Text(1), call.Text(0), -1)))
        .Add("splitn", "string int string", call => Number(Split(call, call.Text(2), call.Text(0), call.Int(1))))
        .Add("splitList", "string string", call => GoList.OfStrings(Split(call, call.Text(1), call.Text(0), -1)));

    private static string TrimAll(string text, string characters)
    {
        HashSet<int> trimmed = [.. GoText.ToRunes(characters)];
        Rune[] runes = [.. text.EnumerateRunes()];
        int start = 0;
        int end = text.Length;
        int first = 0;
        while (first < runes.Length && trimmed.Contains(runes[first].Value))
        {
            start += runes[first++].Utf16SequenceLength;
        }
        int last = runes.Length - 1;
        while (last >= first && trimmed.Contains(runes[last].Value))
        {
            end -= runes[last--].Utf16SequenceLength;
        }
        return text[start..end];
    }

    /// <summary>Takes each byte as a character, so that letters beyond ASCII come out as two or more.</summary>
    private static string RemoveSpace(string text)
    {
        string bytes = GoText.ToLatin(text);
        string rest = string.Concat(bytes.Where(c => !char.IsWhiteSpace(c)));
        return rest.Length == bytes.Length ? text : rest;
    }

    private static string Repeat(FunctionCall call)
    {
        long count = call.Int(0);
        if (count < 0)
        {
            throw call.Fail("the count is negative");
        }
        string text = call.Text(1);
        call.Context.ChargeText(text.Length == 0 ? 0 : count > call.Context.Options.MaxOutputLength ? count : count * text.Length);
        return text.Length == 0 ? "" : new StringBuilder().Insert(0, text, (int)count).ToString();
    }

    private static string Replace(FunctionCall call, string text, string old, string replacement)
    {
        TextSink replaced = call.CreateText();
        if (old.Length == 0)
        {
            foreach (Rune rune in text.EnumerateRunes())
            {
                replaced.Append(replacement).Append(rune.ToString());
            }
            return replaced.Append(replacement).ToString();
        }
        int start = 0;
        int next;
        while ((next = text.IndexOf(old, start, StringComparison.Ordinal)) >= 0)
        {
            replaced.Append(text.AsSpan(start, next - start)).Append(replacement);
            start = next + old.Length;
        }
        return replaced.Append(text.AsSpan(start)).ToString();
    }

    private static object Substring(FunctionCall call)
    {
        (long start, long end, string text) = (call.Int(0), call.Int(1), call.Text(2));
        int length = GoText.ByteLength(text);
        long from = Math.Max(start, 0);
        long to = start >= 0 && (end < 0 || end > length) ? length : end;
        return from <= to && to <= length
            ? GoText.Slice(text, (int)from, (int)to)
            : throw call.Fail($"there is no part from {from} to {to} in a string of {length} bytes");
    }

    private static object Truncate(FunctionCall call)
    {
        (long count, string text) = (call.Int(0), call.Text(1));
        int length = GoText.ByteLength(text);
        return count < 0 && length + count > 0 ? GoText.Slice(text, (int)(length + count), length)
            : count >= 0 && length > count ? GoText.Slice(text, 0, (int)count)
            : text;
    }

    private static string Join(FunctionCall call, Func<object, string> write)
    {
        TextSink joined = call.CreateText();
        foreach (object? value in call.Arguments)
        {
            if (value is not null)
            {
                joined.Append(joined.Length > 0 ? " " : "").Append(write(value));
            }
        }
        return joined.ToString();
    }

    private static string Concatenate(FunctionCall call)
    {
        TextSink text = call.CreateText();
        bool isFirst = true;
        foreach (object? value in call.Arguments)
        {
            if (value is not null)
            {
                text.Append(isFirst ? "" : " ");
                isFirst = false;
                ValuePrinter.PrintTo(text, value, call.Context);
            }
        }
        return text.ToString();
    }

    private static string Indent(FunctionCall call, int reserved)
    {
        long width = call.Int(0);
        if (width < 0)
        {
            throw call.Fail("the width is negative");
        }
        call.Context.ChargeText(width + reserved);
        string padding = new(' ', (int)width);
        TextSink indented = call.CreateText().Append(padding);
        string text = call.Text(1);
        int start = 0;
        int next;
        while ((next = text.IndexOf('\n', start)) >= 0)
        {
            indented.Append(text.AsSpan(start, next + 1 - start)).Append(padding);
            start = next + 1;
        }
        return indented.Append(text.AsSpan(start)).ToString();
    }

    private static List<string> Split(FunctionCall call, string text, string separator, long limit)
    {
        call.Context.Charge(text.Length);
        if (limit == 0)
        {
            return [];
        }
        int most = limit < 0 || limit > int.MaxValue ? int.MaxValue : (int)limit;
        return separator.Length > 0 ? [.. text.Split(separator, most)] : SplitRunes(text, most);
    }

    private static List<string> SplitRunes(string text, int most)
    {
        List<string> parts = [];
        int start = 0;
        while (start < text.Length && parts.Count < most - 1)
        {
            int length = char.IsSurrogatePair(text, start) ? 2 : 1;
            parts.Add(text.Substring(start, length));
            start += length;
        }
        if (start < text.Length)
        {
            parts.Add(text[start..]);
        }
        return parts;
    }

    private static GoMap Number(List<string> parts)
    {
        GoMap map = new(GoType.StringDictionary);
        for (int i = 0; i < parts.Count; i++)
        {
            map[string.Create(CultureInfo.InvariantCulture, $"_{i}")] = parts[i];
        }
        return map;
    }
}
