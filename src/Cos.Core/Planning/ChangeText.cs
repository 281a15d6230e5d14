namespace Cos.Sdk.Planning;

/// <summary>Short forms of what changed, for one line.</summary>
internal static class ChangeText
{
    private const int MaxLength = 60;

    private const int Lead = 20;

    /// <summary>Two digests, shortened.</summary>
    public static string Hashes(string before, string now) => $"{ShortHash(before)} → {ShortHash(now)}";

    /// <summary>Two texts that differ, each cut to the place where they do.</summary>
    public static (string Before, string Now) Pair(string before, string now)
    {
        before = before.ReplaceLineEndings("⏎");
        now = now.ReplaceLineEndings("⏎");
        int common = 0;
        while (common < Math.Min(before.Length, now.Length) && before[common] == now[common])
        {
            common++;
        }
        int start = Math.Max(before.Length, now.Length) <= MaxLength ? 0 : Math.Max(0, common - Lead);
        return (Cut(before, start), Cut(now, start));
    }

    /// <summary>The beginning of a text.</summary>
    public static string Shorten(string text) => Cut(text.ReplaceLineEndings("⏎"), 0);

    private static string Cut(string text, int start)
    {
        start = Math.Min(start, text.Length);
        int length = Math.Min(MaxLength, text.Length - start);
        return string.Concat(start > 0 ? "…" : "", text.AsSpan(start, length), start + length < text.Length ? "…" : "");
    }

    private static string ShortHash(string digest)
    {
        string hex = digest[(digest.LastIndexOf(':') + 1)..];
        return hex.Length > 12 ? hex[..12] : hex;
    }
}
