namespace Cos.Sdk.Versions;

/// <summary>
/// A version as Debian orders it: <c>[epoch:]upstream[-revision]</c>, runs of letters and of digits compared in turn, <c>~</c> before the end.
/// An underscore counts as a hyphen.
/// </summary>
internal sealed class DebianVersion : IComparable<DebianVersion>
{
    private readonly string _epoch;
    private readonly string _upstream;
    private readonly string _revision;

    private DebianVersion(string epoch, string upstream, string revision)
    {
        _epoch = epoch;
        _upstream = upstream;
        _revision = revision;
    }

    /// <summary>Reads a version, or gives null when it does not begin with a digit, has an epoch that is no number, or characters that versions do not have.</summary>
    public static DebianVersion? TryParse(string text)
    {
        DebianVersion version = Split(text);
        return version.IsValid() ? version : null;
    }

    /// <summary>Splits any text as if it were a version; what is invalid still has a place in the order.</summary>
    public static DebianVersion Split(string text)
    {
        string rest = text.Trim().Replace('_', '-');
        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        string epoch = colon < 0 ? "0" : rest[..colon];
        rest = rest[(colon + 1)..];
        int hyphen = rest.LastIndexOf('-');
        return hyphen < 0 ? new DebianVersion(epoch, rest, "") : new DebianVersion(epoch, rest[..hyphen], rest[(hyphen + 1)..]);
    }

    /// <inheritdoc />
    public int CompareTo(DebianVersion? other)
    {
        if (other is null)
        {
            return 1;
        }
        int byEpoch = CompareRuns(_epoch, other._epoch);
        if (byEpoch != 0)
        {
            return byEpoch;
        }
        int byUpstream = CompareRuns(_upstream, other._upstream);
        return byUpstream != 0 ? byUpstream : CompareRuns(_revision, other._revision);
    }

    private bool IsValid() =>
        _epoch.Length > 0 && _epoch.All(char.IsAsciiDigit)
        && _upstream.Length > 0 && char.IsAsciiDigit(_upstream[0]) && _upstream.All(character => IsVersionCharacter(character, ".-+~:"))
        && _revision.All(character => IsVersionCharacter(character, ".+~"));

    private static bool IsVersionCharacter(char character, string marks) =>
        char.IsAsciiLetterOrDigit(character) || marks.Contains(character, StringComparison.Ordinal);

    private static int CompareRuns(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (!left.IsEmpty || !right.IsEmpty)
        {
            int byLetters = CompareLetters(TakeRun(ref left, digits: false), TakeRun(ref right, digits: false));
            if (byLetters != 0)
            {
                return byLetters;
            }
            int byNumber = CompareNumbers(TakeRun(ref left, digits: true), TakeRun(ref right, digits: true));
            if (byNumber != 0)
            {
                return byNumber;
            }
        }
        return 0;
    }

    private static ReadOnlySpan<char> TakeRun(ref ReadOnlySpan<char> text, bool digits)
    {
        int length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]) == digits)
        {
            length++;
        }
        ReadOnlySpan<char> run = text[..length];
        text = text[length..];
        return run;
    }

    private static int CompareLetters(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        for (int i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            int order = Weight(left, i).CompareTo(Weight(right, i));
            if (order != 0)
            {
                return order;
            }
        }
        return 0;
    }

    /// <summary>The tilde sorts before the end of the text, letters after it, all else after letters.</summary>
    private static int Weight(ReadOnlySpan<char> text, int index)
    {
        if (index >= text.Length)
        {
            return 0;
        }
        char character = text[index];
        return character == '~' ? -1 : char.IsAsciiLetter(character) ? character : character + 256;
    }

    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        int order = left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
        return Math.Sign(order);
    }
}
