using System.Globalization;
using System.Text;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Upper and lower case, and the styles in which words are joined to names.</summary>
internal static class CaseFunctions
{
    public static void AddTo(FunctionTable table) => table
        .Add("upper", "string", call => Letters.Map(call.Text(0), Letters.ToUpper))
        .Add("lower", "string", call => Letters.Map(call.Text(0), Letters.ToLower))
        .Add("title", "string", call => Title(call.Text(0)))
        .Add("untitle", "string", call => Untitle(call.Text(0)))
        .Add("swapcase", "string", call => SwapCase(call.Text(0)))
        .Add("initials", "string", call => Initials(call.Text(0)))
        .Add("camelcase", "string", call => WordCase.ToCamel(call.Text(0)))
        .Add("snakecase", "string", call => WordCase.ToLowerWords(call.Text(0), '_'))
        .Add("kebabcase", "string", call => WordCase.ToLowerWords(call.Text(0), '-'));

    private static string Title(string text)
    {
        Rune previous = new(' ');
        return Letters.Map(text, rune =>
        {
            Rune mapped = IsSeparator(previous) ? Letters.ToTitle(rune) : rune;
            previous = rune;
            return mapped;
        });
    }

    private static bool IsSeparator(Rune rune) => rune.Value < 0x80
        ? !char.IsAsciiLetterOrDigit((char)rune.Value) && rune.Value != '_'
        : !Rune.IsLetter(rune) && !Rune.IsDigit(rune) && Rune.IsWhiteSpace(rune);

    private static string Untitle(string text)
    {
        bool isStart = true;
        return Letters.Map(text, rune =>
        {
            bool isSpace = Rune.IsWhiteSpace(rune);
            Rune mapped = isStart && !isSpace ? Letters.ToLower(rune) : rune;
            isStart = isSpace;
            return mapped;
        });
    }

    private static string SwapCase(string text)
    {
        bool isStart = true;
        return Letters.Map(text, rune =>
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter)
            {
                isStart = false;
                return Letters.ToLower(rune);
            }
            if (Rune.IsLower(rune))
            {
                Rune mapped = isStart ? Letters.ToTitle(rune) : Letters.ToUpper(rune);
                isStart = false;
                return mapped;
            }
            isStart = Rune.IsWhiteSpace(rune);
            return rune;
        });
    }

    /// <summary>The first byte of every word, taken as a rune.</summary>
    private static string Initials(string text)
    {
        StringBuilder initials = new();
        bool isStart = true;
        foreach (byte b in GoText.ToBytes(text))
        {
            bool isSpace = char.IsWhiteSpace((char)b);
            if (isStart && !isSpace)
            {
                initials.Append((char)b);
            }
            isStart = isSpace;
        }
        return initials.ToString();
    }
}
