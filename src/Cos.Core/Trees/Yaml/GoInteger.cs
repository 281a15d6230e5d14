namespace Cos.Sdk.Trees.Yaml;

/// <summary>Reads integers as Go's base-detecting parser does: <c>0x1F</c>, <c>0b11</c>, <c>0o17</c>, <c>017</c>, <c>15</c>, each with a sign.</summary>
internal static class GoInteger
{
    /// <summary>The magnitude is one of 64 bits without a sign.</summary>
    public static bool TryParse(string text, out bool negative, out ulong magnitude)
    {
        magnitude = 0;
        negative = text.Length > 0 && text[0] == '-';
        int start = negative || (text.Length > 0 && text[0] == '+') ? 1 : 0;
        (uint radix, int prefix) = DetectBase(text.AsSpan(start));
        ReadOnlySpan<char> digits = text.AsSpan(start + prefix);
        foreach (char letter in digits)
        {
            uint digit = DigitOf(letter);
            if (digit >= radix || magnitude > (ulong.MaxValue - digit) / radix)
            {
                return false;
            }
            magnitude = (magnitude * radix) + digit;
        }
        return !digits.IsEmpty;
    }

    private static (uint Radix, int Prefix) DetectBase(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 2 || digits[0] != '0')
        {
            return (10, 0);
        }
        return digits[1] switch
        {
            'x' or 'X' => (16, 2),
            'b' or 'B' => (2, 2),
            'o' or 'O' => (8, 2),
            _ => (8, 1),
        };
    }

    private static uint DigitOf(char letter) => letter switch
    {
        >= '0' and <= '9' => (uint)(letter - '0'),
        >= 'a' and <= 'f' => (uint)(letter - 'a' + 10),
        >= 'A' and <= 'F' => (uint)(letter - 'A' + 10),
        _ => uint.MaxValue,
    };
}
