namespace Cos.Sdk.Trees;

/// <summary>Finds what a misspelt word was probably meant to be.</summary>
internal static class Spelling
{
    /// <summary>Longer words are not keys with a slip.</summary>
    private const int MaxLength = 40;

    /// <summary>The nearest of the known words, if it is near; the first of equally near ones.</summary>
    public static string? FindNearest(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > MaxLength)
        {
            return null;
        }
        string? nearest = null;
        int least = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in known.Where(candidate => Math.Abs(candidate.Length - word.Length) < least))
        {
            int distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }
        return nearest;
    }

    /// <summary>Whether one slip makes one word of the other.</summary>
    public static bool IsNear(string word, string known) =>
        Math.Abs(word.Length - known.Length) <= 1 && Distance(word.ToUpperInvariant(), known.ToUpperInvariant()) == 1;

    /// <summary>How many letters have to be added, removed, replaced or swapped with their neighbour.</summary>
    public static int Distance(string left, string right)
    {
        int[,] steps = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                steps[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1,
                    steps[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }
        return steps[left.Length, right.Length];
    }
}
