using System.Globalization;
using System.Text;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Formatting;

/// <summary>Quotes strings and characters as Go source would.</summary>
internal static class Quoting
{
    /// <summary>A string in double quotes.</summary>
    /// <param name="text">The string.</param>
    /// <param name="preferRaw">Whether back quotes are used where they can be.</param>
    /// <param name="asciiOnly">Whether everything that is not ASCII is escaped.</param>
    public static string Quote(string text, bool preferRaw = false, bool asciiOnly = false)
    {
        if (preferRaw && CanBeRaw(text))
        {
            return $"`{text}`";
        }
        StringBuilder quoted = new(text.Length + 2);
        quoted.Append('"');
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is >= '\udc80' and <= '\udcff')
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{text[i] - 0xdc00:x2}");
                continue;
            }
            bool isPair = char.IsSurrogatePair(text, i);
            AppendRune(quoted, isPair ? char.ConvertToUtf32(text, i) : text[i], '"', asciiOnly);
            i += isPair ? 1 : 0;
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>A character in single quotes.</summary>
    public static string QuoteRune(int rune, bool asciiOnly = false)
    {
        StringBuilder quoted = new("'");
        AppendRune(quoted, Rune.IsValid(rune) ? rune : 0xfffd, '\'', asciiOnly);
        return quoted.Append('\'').ToString();
    }

    /// <summary>Whether a rune is a letter, mark, number, punctuation, symbol or the ASCII space.</summary>
    public static bool IsPrintable(int rune)
    {
        if (rune < 0x80)
        {
            return rune is >= ' ' and < 0x7f;
        }
        return rune is not 0xad && CharUnicodeInfo.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
    }

    private static bool CanBeRaw(string text) =>
        !text.AsSpan().ContainsAny('`', '\x7f', '\ufeff') && !text.Any(c => c < ' ' && c != '\t')
        && GoText.ToDisplay(text) == text;

    private static void AppendRune(StringBuilder quoted, int rune, char quote, bool asciiOnly)
    {
        if (rune == quote || rune == '\\')
        {
            quoted.Append('\\').Append((char)rune);
            return;
        }
        if (rune < 0x80 || !asciiOnly ? IsPrintable(rune) : false)
        {
            GoText.AppendRune(quoted, rune);
            return;
        }
        string? escape = rune switch
        {
            '\a' => "\\a",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\v' => "\\v",
            _ => null,
        };
        quoted.Append(escape ?? (rune switch
        {
            < ' ' or 0x7f => string.Create(CultureInfo.InvariantCulture, $"\\x{rune:x2}"),
            < 0x10000 => string.Create(CultureInfo.InvariantCulture, $"\\u{rune:x4}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune:x8}"),
        }));
    }
}
