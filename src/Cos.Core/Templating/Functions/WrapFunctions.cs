using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Breaks and shortens lines. Widths count bytes.</summary>
internal static class WrapFunctions
{
    private const string Marker = "...";

    public static void AddTo(FunctionTable table) => table
        .Add("wrap", "int string", call => Wrap(call, call.Text(1), call.Int(0), "\n", breakWords: false))
        .Add("wrapWith", "int string string", call => Wrap(call, call.Text(2), call.Int(0), call.Text(1), breakWords: true))
        .Add("abbrev", "int string", call => call.Int(0) < 4 ? call.Text(1) : Abbreviate(call.Text(1), 0, call.Int(0)))
        .Add("abbrevboth", "int int string", call => call.Int(1) < 4 || (call.Int(0) > 0 && call.Int(1) < 7)
            ? call.Text(2)
            : Abbreviate(call.Text(2), call.Int(0), call.Int(1)));

    private static string Wrap(FunctionCall call, string text, long width, string lineBreak, bool breakWords)
    {
        string bytes = GoText.ToLatin(text);
        string separator = GoText.ToLatin(lineBreak.Length == 0 ? "\n" : lineBreak);
        width = Math.Max(width, 1);
        TextSink wrapped = call.CreateText();
        int offset = 0;
        while (bytes.Length - offset > width)
        {
            if (bytes[offset] == ' ')
            {
                offset++;
                continue;
            }
            int limit = (int)width + offset;
            int space = bytes.LastIndexOf(' ', limit, (int)width + 1);
            int end = space >= 0 ? space : breakWords ? limit : bytes.IndexOf(' ', limit);
            if (end < 0)
            {
                break;
            }
            wrapped.Append(bytes.AsSpan(offset, end - offset)).Append(separator);
            offset = space < 0 && breakWords ? end : end + 1;
        }
        return GoText.FromLatin(wrapped.Append(bytes.AsSpan(offset)).ToString());
    }

    /// <summary>Leaves <paramref name="width"/> bytes of the text, from the offset on, with dots where something is missing.</summary>
    private static string Abbreviate(string text, long offset, long width)
    {
        string bytes = GoText.ToLatin(text);
        if (bytes.Length <= width)
        {
            return text;
        }
        offset = Math.Min(offset, bytes.Length);
        offset = bytes.Length - offset < width - 3 ? bytes.Length - (width - 3) : offset;
        int kept = (int)width - 3;
        string shortened = offset <= 4 ? bytes[..kept] + Marker
            : width < 7 ? ""
            : offset + kept < bytes.Length ? Marker + Shorten(bytes[(int)offset..], kept)
            : Marker + bytes[^kept..];
        return GoText.FromLatin(shortened);
    }

    private static string Shorten(string bytes, int width) =>
        width < 4 ? "" : bytes.Length <= width ? bytes : bytes[..(width - 3)] + Marker;
}
