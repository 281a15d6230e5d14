using System.Text;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Joins the words of a text to a name: <c>HttpServer</c>, <c>http_server</c>, <c>http-server</c>.</summary>
internal static class WordCase
{
    private enum Kind
    {
        None,
        Number,
        Upper,
        Alphabet,
        Connector,
        Punctuation,
        Other,
    }

    /// <summary>Drops spaces, hyphens and underscores and begins each word with an upper case letter.</summary>
    public static string ToCamel(string text)
    {
        List<Rune> runes = [.. text.EnumerateRunes()];
        StringBuilder camel = new(text.Length);
        int i = 0;
        while (i < runes.Count && IsConnector(runes[i]))
        {
            camel.Append(runes[i++]);
        }
        if (i >= runes.Count - 1)
        {
            // A quirk of the original: of a text of connectors alone the last is repeated.
            return i < runes.Count ? camel.Append(Letters.ToUpper(runes[i])).ToString()
                : runes.Count > 0 ? camel.Append(runes[^1]).ToString()
                : "";
        }
        Rune current = Letters.ToUpper(runes[i++]);
        for (; i < runes.Count; i++)
        {
            Rune previous = current;
            current = runes[i];
            if (IsConnector(current) && IsConnector(previous))
            {
                camel.Append(previous);
            }
            else if (IsConnector(previous))
            {
                current = Letters.ToUpper(current);
            }
            else
            {
                current = Letters.ToLower(current);
                camel.Append(previous);
            }
        }
        return camel.Append(current).ToString();
    }

    /// <summary>Writes all words in lower case with a connector between them.</summary>
    public static string ToLowerWords(string text, char connector)
    {
        List<(Kind Kind, Rune[] Runes)> words = Split([.. text.EnumerateRunes()]);
        StringBuilder lower = new(text.Length + 8);
        int i = 0;
        while (i < words.Count - 1)
        {
            (Kind kind, Rune[] runes) = words[i++];
            if (kind != Kind.Connector)
            {
                Append(lower, kind, runes, connector);
            }
            switch (kind)
            {
                case Kind.Number:
                    i = AppendTail(lower, words, i, connector);
                    break;
                case Kind.Connector:
                    Append(lower, kind, runes, connector);
                    break;
                case Kind.Punctuation:
                    break;
                default:
                    i = AppendAfterLetters(lower, words, i, connector);
                    break;
            }
        }
        if (i < words.Count)
        {
            Append(lower, words[i].Kind, words[i].Runes, connector);
        }
        return lower.ToString();
    }

    /// <summary>Letters and numbers that follow a number belong to its word.</summary>
    private static int AppendTail(StringBuilder lower, List<(Kind Kind, Rune[] Runes)> words, int i, char connector)
    {
        while (i < words.Count && words[i].Kind is Kind.Alphabet or Kind.Number)
        {
            Append(lower, words[i].Kind, words[i].Runes, connector);
            i++;
        }
        if (i < words.Count && words[i].Kind is not (Kind.None or Kind.Punctuation or Kind.Connector))
        {
            lower.Append(connector);
        }
        return i;
    }

    private static int AppendAfterLetters(StringBuilder lower, List<(Kind Kind, Rune[] Runes)> words, int i, char connector)
    {
        (Kind kind, Rune[] runes) = words[i];
        if (kind != Kind.Number)
        {
            if (kind is not (Kind.Connector or Kind.Punctuation))
            {
                lower.Append(connector);
            }
            return i;
        }
        if (i + 1 >= words.Count)
        {
            return i;
        }
        Kind next = words[i + 1].Kind;
        if (next != Kind.Alphabet)
        {
            // A number is a part of the word before it: Bld4Floor is bld4_floor.
            Append(lower, kind, runes, connector);
            if (next is not (Kind.Connector or Kind.Punctuation))
            {
                lower.Append(connector);
            }
            return i + 1;
        }
        // Unless small letters follow it: HTTP2xx is http_2xx.
        lower.Append(connector);
        Append(lower, kind, runes, connector);
        return AppendTail(lower, words, i + 1, connector);
    }

    private static void Append(StringBuilder lower, Kind kind, Rune[] runes, char connector)
    {
        foreach (Rune rune in runes)
        {
            if (kind is Kind.Upper or Kind.Connector && IsConnector(rune))
            {
                lower.Append(connector);
            }
            else
            {
                lower.Append(kind == Kind.Upper && Rune.IsUpper(rune) ? Letters.ToLower(rune) : rune);
            }
        }
    }

    private static List<(Kind Kind, Rune[] Runes)> Split(Rune[] runes)
    {
        List<(Kind, Rune[])> words = [];
        int start = 0;
        while (start < runes.Length)
        {
            Kind kind = KindOf(runes[start]);
            int end = EndOf(runes, start, kind);
            words.Add((kind, runes[start..end]));
            start = end;
        }
        return words;
    }

    private static int EndOf(Rune[] runes, int start, Kind kind)
    {
        int end = start + 1;
        if (kind == Kind.None)
        {
            return end;
        }
        if (kind != Kind.Upper)
        {
            while (end < runes.Length && Continues(runes[end], kind))
            {
                end++;
            }
            return end;
        }
        if (end < runes.Length && KindOf(runes[end]) == Kind.Alphabet)
        {
            return EndOf(runes, end, Kind.Alphabet);
        }
        while (end < runes.Length && KindOf(runes[end]) == Kind.Upper)
        {
            end++;
        }
        // The last capital begins the next word when small letters follow it: HTTPStatus is HTTP and Status.
        return end - start > 1 && end < runes.Length && KindOf(runes[end]) == Kind.Alphabet ? end - 1 : end;
    }

    /// <summary>Whether a rune goes on with a word; hyphens and underscores do with punctuation.</summary>
    private static bool Continues(Rune rune, Kind kind) =>
        kind == Kind.Punctuation ? Rune.IsPunctuation(rune) : KindOf(rune) == kind;

    private static Kind KindOf(Rune rune) => rune switch
    {
        _ when rune == Rune.ReplacementChar => Kind.None,
        _ when IsConnector(rune) => Kind.Connector,
        _ when Rune.IsPunctuation(rune) => Kind.Punctuation,
        _ when Rune.IsUpper(rune) => Kind.Upper,
        _ when IsAlphabet(rune) => Kind.Alphabet,
        _ when Rune.IsNumber(rune) => Kind.Number,
        _ => Kind.Other,
    };

    private static bool IsConnector(Rune rune) => rune.Value is '-' or '_' || Rune.IsWhiteSpace(rune);

    /// <summary>Letters of scripts that have cases; an ideograph is none.</summary>
    private static bool IsAlphabet(Rune rune) => Rune.IsLetter(rune)
        && rune.Value is not ((>= 0x3400 and <= 0x9fff) or (>= 0x3040 and <= 0x30ff) or (>= 0xac00 and <= 0xd7af) or >= 0x20000);
}
