namespace Cos.Sdk.Golden;

/// <summary>Says how two answers differ.</summary>
internal static class Difference
{
    /// <summary>Null for equal texts.</summary>
    public static string? Of(string? recorded, string? ours) =>
        recorded == ours ? null : $"recorded: {Show(recorded)}\nours:     {Show(ours)}";

    /// <summary>Null for equal lists; else the lines that only one of them has, and where the order differs.</summary>
    public static string? OfLines(IReadOnlyList<string> recorded, IReadOnlyList<string> ours)
    {
        if (recorded.SequenceEqual(ours))
        {
            return null;
        }
        List<string> lines = [.. Missing(recorded, ours).Select(line => "- " + line), .. Missing(ours, recorded).Select(line => "+ " + line)];
        return lines.Count > 0
            ? string.Join('\n', lines)
            : $"another order\nrecorded: {string.Join(" | ", recorded)}\nours:     {string.Join(" | ", ours)}";
    }

    /// <summary>The lines of the first list that the second has not, or not as often.</summary>
    private static IEnumerable<string> Missing(IEnumerable<string> lines, IEnumerable<string> others)
    {
        Dictionary<string, int> left = others.CountBy(line => line, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            int count = left.GetValueOrDefault(line);
            left[line] = count - 1;
            if (count <= 0)
            {
                yield return line;
            }
        }
    }

    private static string Show(string? text) => text is null ? "(an error)" : System.Text.Json.JsonSerializer.Serialize(text, GoldenJson.Readable);
}
