using System.Buffers;
using System.Text;

namespace Cos.Sdk.Templating.Runtime;

/// <summary>
/// Strings as templates see them: sequences of bytes, usually UTF-8. A byte that is not part of valid UTF-8 is held as a lone
/// surrogate, U+DC80 to U+DCFF, so that nothing is lost when a function cuts a letter in two and another joins it again.
/// </summary>
internal static class GoText
{
    private const char EscapeBase = '\udc00';

    /// <summary>The bytes of a string.</summary>
    public static byte[] ToBytes(string text)
    {
        if (IsWellFormed(text))
        {
            return Encoding.UTF8.GetBytes(text);
        }
        ArrayBufferWriter<byte> bytes = new(text.Length + 16);
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (IsEscapedByte(text, i))
            {
                Encoding.UTF8.GetBytes(text.AsSpan(start, i - start), bytes);
                bytes.GetSpan(1)[0] = (byte)(text[i] - EscapeBase);
                bytes.Advance(1);
                start = i + 1;
            }
        }
        Encoding.UTF8.GetBytes(text.AsSpan(start), bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The string of some bytes.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (bytes[0] < 0x80)
            {
                int ascii = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xff);
                ascii = ascii < 0 ? bytes.Length : ascii;
                text.Append(Encoding.ASCII.GetString(bytes[..ascii]));
                bytes = bytes[ascii..];
                continue;
            }
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done)
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
                bytes = bytes[length..];
            }
            else
            {
                text.Append((char)(EscapeBase + bytes[0]));
                bytes = bytes[1..];
            }
        }
        return text.ToString();
    }

    /// <summary>What is shown to the outside: bytes that are not UTF-8 become U+FFFD.</summary>
    public static string ToDisplay(string text)
    {
        if (IsWellFormed(text))
        {
            return text;
        }
        StringBuilder display = new(text.Length);
        foreach (Rune rune in FromBytes(ToBytes(text)).EnumerateRunes())
        {
            display.Append(rune.ToString());
        }
        return display.ToString();
    }

    /// <summary>The number of bytes.</summary>
    public static int ByteLength(string text)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c < 0x80)
            {
                length++;
            }
            else if (c < 0x800 || IsEscapedByte(text, i))
            {
                length += c < 0x800 ? 2 : 1;
            }
            else if (char.IsSurrogatePair(text, i))
            {
                length += 4;
                i++;
            }
            else
            {
                length += 3;
            }
        }
        return length;
    }

    /// <summary>Whether every character is ASCII, so that bytes, runes and UTF-16 units are the same.</summary>
    public static bool IsAscii(string text) => Ascii.IsValid(text);

    /// <summary>The runes of a string; a byte that is not UTF-8 is U+FFFD.</summary>
    public static List<int> ToRunes(string text)
    {
        List<int> runes = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            runes.Add(rune.Value);
        }
        return runes;
    }

    /// <summary>The string of some runes; one that is no Unicode scalar becomes U+FFFD.</summary>
    public static string FromRunes(IEnumerable<int> runes)
    {
        StringBuilder text = new();
        foreach (int rune in runes)
        {
            AppendRune(text, rune);
        }
        return text.ToString();
    }

    /// <summary>Appends one rune; one that is no Unicode scalar becomes U+FFFD.</summary>
    public static void AppendRune(StringBuilder text, long rune)
    {
        Rune valid = rune is >= 0 and <= 0x10ffff && Rune.IsValid((int)rune) ? new Rune((int)rune) : Rune.ReplacementChar;
        Span<char> units = stackalloc char[2];
        text.Append(units[..valid.EncodeToUtf16(units)]);
    }

    /// <summary>The number of runes.</summary>
    public static int RuneCount(string text)
    {
        int count = text.Length;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                count--;
                i++;
            }
        }
        return count;
    }

    /// <summary>The order of the bytes, which is not that of UTF-16 units.</summary>
    public static int Compare(string? a, string? b)
    {
        if (a is null || b is null)
        {
            return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        }
        int common = Math.Min(a.Length, b.Length);
        for (int i = 0; i < common; i++)
        {
            if (a[i] != b[i])
            {
                return char.IsSurrogate(a[i]) || char.IsSurrogate(b[i])
                    ? ToBytes(a).AsSpan().SequenceCompareTo(ToBytes(b))
                    : a[i].CompareTo(b[i]);
            }
        }
        return a.Length.CompareTo(b.Length);
    }

    /// <summary>The bytes from one index up to another, as a string.</summary>
    public static string Slice(string text, int start, int end) =>
        IsAscii(text) ? text[start..end] : FromBytes(ToBytes(text).AsSpan(start, end - start));

    /// <summary>The bytes as one UTF-16 unit each, for functions that count and cut bytes.</summary>
    public static string ToLatin(string text) => IsAscii(text) ? text : Encoding.Latin1.GetString(ToBytes(text));

    /// <summary>The opposite of <see cref="ToLatin"/>.</summary>
    public static string FromLatin(string bytes) => IsAscii(bytes) ? bytes : FromBytes(Encoding.Latin1.GetBytes(bytes));

    private static bool IsWellFormed(string text)
    {
        ReadOnlySpan<char> rest = text;
        int index;
        while ((index = rest.IndexOfAnyInRange('\ud800', '\udfff')) >= 0)
        {
            if (index + 1 >= rest.Length || !char.IsSurrogatePair(rest[index], rest[index + 1]))
            {
                return false;
            }
            rest = rest[(index + 2)..];
        }
        return true;
    }

    private static bool IsEscapedByte(string text, int index) =>
        text[index] is >= '\udc80' and <= '\udcff' && (index == 0 || !char.IsHighSurrogate(text[index - 1]));
}
