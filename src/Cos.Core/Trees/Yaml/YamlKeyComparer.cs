namespace Cos.Sdk.Trees.Yaml;

/// <summary>The order of sorted keys: letters after other characters, numbers by their value (<c>a2</c> before <c>a10</c>).</summary>
internal sealed class YamlKeyComparer : IComparer<string>
{
    private YamlKeyComparer()
    {
    }

    /// <summary>The only one.</summary>
    public static YamlKeyComparer Instance { get; } = new();

    /// <inheritdoc />
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        int common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length - right.Length;
        }
        bool leftLetter = char.IsLetter(left[common]);
        bool rightLetter = char.IsLetter(right[common]);
        if (leftLetter != rightLetter)
        {
            // After a digit a letter ends the number, which is then the shorter one: a1b before a10.
            bool inNumber = common > 0 && char.IsAsciiDigit(left[common - 1]);
            return leftLetter != inNumber ? 1 : -1;
        }
        return leftLetter ? left[common] - right[common] : CompareFromDigits(left, right, common);
    }

    private static int CompareFromDigits(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int at)
    {
        // A zero inside a number must not count as a leading one: 100 against 110 differs at a digit that has others before it.
        UInt128 seed = (left[at] == '0' || right[at] == '0') && FollowsSignificantDigit(left, at) ? 1u : 0u;
        (UInt128 leftNumber, int leftEnd) = ReadNumber(left, at, seed);
        (UInt128 rightNumber, int rightEnd) = ReadNumber(right, at, seed);
        int byNumber = leftNumber.CompareTo(rightNumber);
        return byNumber != 0 ? byNumber : leftEnd != rightEnd ? leftEnd - rightEnd : left[at] - right[at];
    }

    private static bool FollowsSignificantDigit(ReadOnlySpan<char> text, int at)
    {
        for (int i = at - 1; i >= 0 && char.IsAsciiDigit(text[i]); i--)
        {
            if (text[i] != '0')
            {
                return true;
            }
        }
        return false;
    }

    private static (UInt128 Number, int End) ReadNumber(ReadOnlySpan<char> text, int at, UInt128 seed)
    {
        UInt128 number = seed;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            number = (number * 10) + (uint)(text[at++] - '0');
        }
        return (number, at);
    }
}
