using System.Collections.Immutable;

namespace Cos.Sdk.Differences;

/// <summary>Where two texts begin to differ.</summary>
/// <param name="Line">1-based number of the first line that differs.</param>
/// <param name="From">The first lines of the first text from there on that the second does not have there.</param>
/// <param name="To">Those of the second.</param>
internal sealed record TextDifference(int Line, ImmutableArray<string> From, ImmutableArray<string> To)
{
    private const int MostLines = 3;

    private const int LongestLine = 160;

    /// <summary>Compares two texts.</summary>
    /// <returns>Null when one of them is no text, or when they do not differ as far as they are given.</returns>
    public static TextDifference? Find(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (LinesOf(from) is not { } left || LinesOf(to) is not { } right)
        {
            return null;
        }
        int start = 0;
        while (start < left.Length && start < right.Length && left[start] == right[start])
        {
            start++;
        }
        if (start == left.Length && start == right.Length)
        {
            return null;
        }
        int end = 0;
        while (end < left.Length - start && end < right.Length - start && left[^(end + 1)] == right[^(end + 1)])
        {
            end++;
        }
        return new TextDifference(start + 1, Show(left[start..^end]), Show(right[start..^end]));
    }

    private static ImmutableArray<string> Show(string[] lines) => [.. lines.Take(MostLines).Select(Show)];

    /// <summary>A line that is harmless on a terminal.</summary>
    private static string Show(string line) => string.Create(Math.Min(line.Length, LongestLine), line, (shown, text) =>
    {
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(text[i]) && text[i] != '\t' ? '\uFFFD' : text[i];
        }
    });

    private static string[]? LinesOf(ReadOnlySpan<byte> content)
    {
        if (content.Contains((byte)0))
        {
            return null;
        }
        string text = System.Text.Encoding.UTF8.GetString(content);
        // What was cut off may end in the middle of a letter.
        return text.AsSpan(0, Math.Max(0, text.Length - 1)).Contains('\uFFFD') ? null : text.Split('\n');
    }
}
