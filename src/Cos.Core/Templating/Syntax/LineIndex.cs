namespace Cos.Sdk.Templating.Syntax;

/// <summary>Where the lines of a text begin, so that thousands of places are found without walking the text for each.</summary>
internal sealed class LineIndex(string text)
{
    private int[]? _starts;

    private int[] Starts => _starts ??= FindStarts(text);

    /// <summary>The offset of a place; one behind the end of its line or of the text counts as that end.</summary>
    /// <param name="line">1-based.</param>
    /// <param name="column">1-based, in UTF-16 units.</param>
    public int OffsetOf(int line, int column)
    {
        int[] starts = Starts;
        if (line > starts.Length)
        {
            return text.Length;
        }
        int index = Math.Max(line, 1) - 1;
        int end = index + 1 < starts.Length ? starts[index + 1] - 1 : text.Length;
        return Math.Min(starts[index] + Math.Max(column, 1) - 1, end);
    }

    /// <summary>The 1-based line and column of an offset.</summary>
    public (int Line, int Column) PositionOf(int offset)
    {
        int found = Array.BinarySearch(Starts, offset);
        int index = found < 0 ? ~found - 1 : found;
        return (index + 1, offset - Starts[index] + 1);
    }

    private static int[] FindStarts(string text)
    {
        List<int> starts = [0];
        for (int next = text.IndexOf('\n'); next >= 0; next = text.IndexOf('\n', next + 1))
        {
            starts.Add(next + 1);
        }
        return [.. starts];
    }
}
