using System.Text;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Which forms a text can be written in, by its characters alone.</summary>
/// <param name="Plain">Without quotes in block context.</param>
/// <param name="SingleQuoted">Between single quotes.</param>
/// <param name="Literal">As a block after <c>|</c>.</param>
internal readonly record struct YamlScalarShape(bool Plain, bool SingleQuoted, bool Literal)
{
    /// <summary>Looks at every character of a text.</summary>
    public static YamlScalarShape Of(string text)
    {
        if (text.Length == 0)
        {
            return new(Plain: true, SingleQuoted: true, Literal: false);
        }
        bool indicator = text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal);
        bool lineBreak = false, special = false, spaceBreak = false, breakSpace = false, tab = false;
        bool previousSpace = false, previousBreak = false, afterWhite = true;
        int index = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int next = index + rune.Utf16SequenceLength;
            indicator |= IsIndicator(rune, index == 0, afterWhite, next == text.Length || IsWhite(text[next]));
            tab |= rune.Value == '\t';
            bool isSpace = rune.Value == ' ';
            bool isBreak = rune.Value == '\n';
            special |= rune.Value != '\t' && !isBreak && (!IsPrintable(rune) || IsBreak(rune.Value));
            lineBreak |= isBreak;
            breakSpace |= isSpace && previousBreak;
            spaceBreak |= isBreak && previousSpace;
            (previousSpace, previousBreak) = (isSpace, isBreak);
            afterWhite = isSpace || isBreak || rune.Value == '\t';
            index = next;
        }
        bool ragged = text[0] == ' ' || IsBreak(text[0]) || text[^1] == ' ' || IsBreak(text[^1]);
        bool hard = spaceBreak || special;
        return new(
            Plain: !indicator && !ragged && !breakSpace && !hard && !tab && !lineBreak,
            SingleQuoted: !breakSpace && !hard && !tab,
            Literal: text[^1] != ' ' && !hard);
    }

    /// <summary>Whether a character may stand as it is, in a text of any form.</summary>
    public static bool IsPrintable(Rune rune) =>
        rune.Value is '\n' or (>= 0x20 and <= 0x7E) or 0x85 or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD)
        && rune.Value != 0xFEFF;

    /// <summary>Whether a character ends a line.</summary>
    public static bool IsBreak(int letter) => letter is '\n' or '\r' or 0x85 or 0x2028 or 0x2029;

    private static bool IsWhite(char letter) => letter is ' ' or '\t' || IsBreak(letter);

    private static bool IsIndicator(Rune rune, bool first, bool afterWhite, bool beforeWhite) => rune.Value switch
    {
        '#' => first || afterWhite,
        ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' => first,
        '?' or '-' => first && beforeWhite,
        ':' => beforeWhite,
        _ => false,
    };
}
