using System.Collections.Immutable;
using System.Globalization;

namespace Cos.Sdk.Versions;

/// <summary>
/// A version as selectors compare it: an optional <c>v</c>, any number of numbers joined by points, then a pre-release that is lower than
/// its release, then build metadata that does not count. An underscore counts as a hyphen, so <c>1.0_p1</c> is a pre-release here.
/// </summary>
internal sealed class SemanticVersion : IComparable<SemanticVersion>
{
    private const int UsualParts = 3;

    private SemanticVersion(ImmutableArray<long> parts, int writtenParts, string preRelease)
    {
        Parts = parts;
        WrittenParts = writtenParts;
        PreRelease = preRelease;
    }

    /// <summary>The numbers, filled up with zeros to three.</summary>
    public ImmutableArray<long> Parts { get; }

    /// <summary>How many numbers the text has.</summary>
    public int WrittenParts { get; }

    /// <summary>What follows the numbers, without its hyphen; empty for a release.</summary>
    public string PreRelease { get; }

    /// <summary>Whether it is lower than the release of the same numbers.</summary>
    public bool IsPreRelease => PreRelease.Length > 0;

    /// <summary>Reads a version, or gives null when selectors cannot compare it (<c>latest</c>, <c>1:1.0</c>, <c>1.0.</c>).</summary>
    public static SemanticVersion? TryParse(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan();
        rest = rest.StartsWith('v') ? rest[1..] : rest;
        if (!TakeNumbers(ref rest, out ImmutableArray<long> parts, out int written) || !TakePreRelease(ref rest, out string preRelease))
        {
            return null;
        }
        bool complete = rest.IsEmpty || (rest[0] == '+' && IdentifiersLength(rest[1..]) == rest.Length - 1 && rest.Length > 1);
        return complete ? new SemanticVersion(parts, written, preRelease) : null;
    }

    /// <inheritdoc />
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }
        for (int i = 0; i < Math.Max(Parts.Length, other.Parts.Length); i++)
        {
            int order = PartAt(i).CompareTo(other.PartAt(i));
            if (order != 0)
            {
                return order;
            }
        }
        return (IsPreRelease, other.IsPreRelease) switch
        {
            (false, false) => 0,
            (false, true) => 1,
            (true, false) => -1,
            _ => ComparePreReleases(PreRelease, other.PreRelease),
        };
    }

    /// <summary>Whether both have the same numbers, whatever follows them.</summary>
    public bool HasSameParts(SemanticVersion other)
    {
        for (int i = 0; i < Math.Max(Parts.Length, other.Parts.Length); i++)
        {
            if (PartAt(i) != other.PartAt(i))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The number at a place; zero beyond the end.</summary>
    public long PartAt(int index) => index < Parts.Length ? Parts[index] : 0;

    private static bool TakeNumbers(ref ReadOnlySpan<char> rest, out ImmutableArray<long> parts, out int written)
    {
        ImmutableArray<long>.Builder numbers = ImmutableArray.CreateBuilder<long>(UsualParts);
        parts = [];
        written = 0;
        while (true)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length : digits;
            if (!long.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return false;
            }
            numbers.Add(number);
            rest = rest[digits..];
            if (rest.Length < 2 || rest[0] != '.' || !char.IsAsciiDigit(rest[1]))
            {
                break;
            }
            rest = rest[1..];
        }
        written = numbers.Count;
        while (numbers.Count < UsualParts)
        {
            numbers.Add(0);
        }
        parts = numbers.ToImmutable();
        return true;
    }

    private static bool TakePreRelease(ref ReadOnlySpan<char> rest, out string preRelease)
    {
        preRelease = "";
        if (rest.IsEmpty || rest[0] == '+')
        {
            return true;
        }
        bool hyphen = rest[0] is '-' or '_';
        if (!hyphen && rest[0] != '~' && !char.IsAsciiLetter(rest[0]))
        {
            return false;
        }
        // A lone hyphen is itself the pre-release.
        ReadOnlySpan<char> identifiers = hyphen && rest.Length > 1 && IsIdentifierCharacter(rest[1]) ? rest[1..] : rest;
        int length = IdentifiersLength(identifiers);
        preRelease = identifiers[..length].ToString().Replace('_', '-');
        rest = identifiers[length..];
        return true;
    }

    /// <summary>The length of the longest start that is identifiers joined by points.</summary>
    private static int IdentifiersLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (IsIdentifierCharacter(text[i]))
            {
                length = i + 1;
            }
            else if (text[i] != '.' || i != length || length == 0)
            {
                break;
            }
        }
        return length;
    }

    private static bool IsIdentifierCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '~' or '_';

    private static int ComparePreReleases(string left, string right)
    {
        string[] lefts = left.Split('.');
        string[] rights = right.Split('.');
        for (int i = 0; i < Math.Max(lefts.Length, rights.Length); i++)
        {
            int order = CompareIdentifiers(i < lefts.Length ? lefts[i] : "", i < rights.Length ? rights[i] : "");
            if (order != 0)
            {
                return order;
            }
        }
        return 0;
    }

    /// <summary>Numbers are below words. Where one side has ended, a further number makes the other one higher, a further word lower.</summary>
    private static int CompareIdentifiers(string left, string right)
    {
        bool leftIsNumber = long.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out long leftNumber);
        bool rightIsNumber = long.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out long rightNumber);
        return (left.Length, right.Length) switch
        {
            (0, 0) => 0,
            (0, _) => rightIsNumber ? -1 : 1,
            (_, 0) => leftIsNumber ? 1 : -1,
            _ when leftIsNumber && rightIsNumber => leftNumber.CompareTo(rightNumber),
            _ when leftIsNumber != rightIsNumber => leftIsNumber ? -1 : 1,
            _ => Math.Sign(string.CompareOrdinal(left, right)),
        };
    }
}
