using System.Text;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Classes and cases of runes, one rune for one rune.</summary>
internal static class Letters
{
    /// <summary>A rune in upper case.</summary>
    public static Rune ToUpper(Rune rune) => rune.Value switch
    {
        0x131 => new Rune('I'),
        0x17f => new Rune('S'),
        _ => Rune.ToUpperInvariant(rune),
    };

    /// <summary>A rune in lower case.</summary>
    public static Rune ToLower(Rune rune) => rune.Value switch
    {
        0x130 => new Rune('i'),
        0x212a => new Rune('k'),
        _ => Rune.ToLowerInvariant(rune),
    };

    /// <summary>A rune as it begins a word: upper case, but for letters that are two in one.</summary>
    public static Rune ToTitle(Rune rune) => rune.Value switch
    {
        >= 0x1c4 and <= 0x1c6 => new Rune(0x1c5),
        >= 0x1c7 and <= 0x1c9 => new Rune(0x1c8),
        >= 0x1ca and <= 0x1cc => new Rune(0x1cb),
        >= 0x1f1 and <= 0x1f3 => new Rune(0x1f2),
        _ => ToUpper(rune),
    };

    /// <summary>Changes every rune of a text.</summary>
    public static string Map(string text, Func<Rune, Rune> map)
    {
        StringBuilder mapped = new(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes())
        {
            mapped.Append(units[..map(rune).EncodeToUtf16(units)]);
        }
        return mapped.ToString();
    }
}
