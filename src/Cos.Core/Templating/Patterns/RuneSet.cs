using System.Globalization;
using System.Text;

namespace Cos.Sdk.Templating.Patterns;

/// <summary>A class of characters in the making, as ranges of runes and Unicode categories.</summary>
internal sealed class RuneSet
{
    private const int LastRune = 0x10ffff;
    private const int FirstAstral = 0x10000;

    private readonly List<(int First, int Last)> _ranges = [];
    private readonly StringBuilder _categories = new();

    /// <summary>Adds the runes from one to another, both included.</summary>
    public RuneSet Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    /// <summary>Adds single characters and ranges, given in pairs.</summary>
    public RuneSet AddPairs(string pairs, bool negated)
    {
        List<(int First, int Last)> added = [];
        for (int i = 0; i < pairs.Length; i += 2)
        {
            added.Add((pairs[i], pairs[i + 1]));
        }
        _ranges.AddRange(negated ? Complement(added) : added);
        return this;
    }

    /// <summary>Adds a Unicode category by its short name.</summary>
    public RuneSet AddCategory(string name, bool negated)
    {
        _categories.Append(negated ? @"\P{" : @"\p{").Append(name).Append('}');
        if (negated)
        {
            _ranges.Add((FirstAstral, LastRune));
        }
        return this;
    }

    /// <summary>The class as a pattern in which a rune beyond 16 bits is one character, not two.</summary>
    public string ToPattern(bool negated)
    {
        List<(int First, int Last)> ranges = Merge(_ranges);
        List<(int First, int Last)> narrow = Intersect(ranges, 0, FirstAstral - 1);
        List<(int First, int Last)> wide = Intersect(negated ? Complement(ranges) : ranges, FirstAstral, LastRune);
        List<string> alternatives = [.. wide.SelectMany(range => Wide(range.First, range.Last))];
        alternatives.Add(Narrow(narrow, negated));
        alternatives.RemoveAll(alternative => alternative.Length == 0);
        return alternatives.Count switch
        {
            0 => @"[^\u0000-\uffff]",
            1 => alternatives[0],
            _ => $"(?:{string.Join('|', alternatives)})",
        };
    }

    private string Narrow(List<(int First, int Last)> ranges, bool negated)
    {
        StringBuilder text = new();
        foreach ((int first, int last) in ranges)
        {
            // High surrogates are only ever the first half of a rune; low ones also stand for bytes that are not UTF-8.
            AppendRange(text, first, Math.Min(last, 0xd7ff));
            AppendRange(text, Math.Max(first, 0xe000), last);
            if (!negated && first <= 0xfffd && last >= 0xfffd)
            {
                AppendRange(text, 0xdc80, 0xdcff);
            }
        }
        if (negated)
        {
            return $@"[^{text}{_categories}\ud800-\udbff]";
        }
        return text.Length + _categories.Length == 0 ? "" : $"[{text}{_categories}]";
    }

    private static void AppendRange(StringBuilder text, int first, int last)
    {
        if (first <= last)
        {
            text.Append(CultureInfo.InvariantCulture, $@"\u{first:x4}-\u{last:x4}");
        }
    }

    private static IEnumerable<string> Wide(int first, int last)
    {
        (int firstHigh, int firstLow) = Split(first);
        (int lastHigh, int lastLow) = Split(last);
        if (firstHigh == lastHigh)
        {
            return [Pair(firstHigh, firstHigh, firstLow, lastLow)];
        }
        List<string> pairs = [];
        if (firstLow > 0xdc00)
        {
            pairs.Add(Pair(firstHigh, firstHigh, firstLow, 0xdfff));
            firstHigh++;
        }
        if (lastLow < 0xdfff)
        {
            pairs.Add(Pair(lastHigh, lastHigh, 0xdc00, lastLow));
            lastHigh--;
        }
        if (firstHigh <= lastHigh)
        {
            pairs.Add(Pair(firstHigh, lastHigh, 0xdc00, 0xdfff));
        }
        return pairs;
    }

    private static string Pair(int firstHigh, int lastHigh, int firstLow, int lastLow) =>
        string.Create(CultureInfo.InvariantCulture, $@"[\u{firstHigh:x4}-\u{lastHigh:x4}][\u{firstLow:x4}-\u{lastLow:x4}]");

    private static (int High, int Low) Split(int rune) => (0xd800 + ((rune - FirstAstral) >> 10), 0xdc00 + ((rune - FirstAstral) & 0x3ff));

    private static List<(int First, int Last)> Merge(List<(int First, int Last)> ranges)
    {
        List<(int First, int Last)> merged = [];
        foreach ((int first, int last) in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }
        return merged;
    }

    private static List<(int First, int Last)> Intersect(List<(int First, int Last)> ranges, int first, int last) =>
    [
        .. ranges.Where(range => range.Last >= first && range.First <= last)
            .Select(range => (Math.Max(range.First, first), Math.Min(range.Last, last))),
    ];

    private static List<(int First, int Last)> Complement(List<(int First, int Last)> ranges)
    {
        List<(int First, int Last)> complement = [];
        int next = 0;
        foreach ((int first, int last) in Merge(ranges))
        {
            if (first > next)
            {
                complement.Add((next, first - 1));
            }
            next = last + 1;
        }
        if (next <= LastRune)
        {
            complement.Add((next, LastRune));
        }
        return complement;
    }
}
