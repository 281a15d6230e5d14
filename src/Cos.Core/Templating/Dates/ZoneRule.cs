using System.Globalization;
using System.Text.RegularExpressions;

namespace Cos.Sdk.Templating.Dates;

/// <summary>The rule for the years after a zone's last recorded change, such as <c>CET-1CEST,M3.5.0,M10.5.0/3</c>.</summary>
internal sealed partial class ZoneRule
{
    private const int Hour = 3600;

    private readonly (int Offset, string Name) _standard;
    private readonly (int Offset, string Name)? _daylight;
    private readonly string _start = "";
    private readonly string _end = "";

    private ZoneRule(Match match)
    {
        _standard = (-OffsetOf(match.Groups["offset"].Value), match.Groups["name"].Value.Trim('<', '>'));
        if (match.Groups["dstname"].Success)
        {
            string offset = match.Groups["dstoffset"].Value;
            _daylight = (offset.Length > 0 ? -OffsetOf(offset) : _standard.Offset + Hour, match.Groups["dstname"].Value.Trim('<', '>'));
            (_start, _end) = (match.Groups["start"].Value, match.Groups["end"].Value);
        }
    }

    /// <summary>Reads a rule; null when there is none.</summary>
    public static ZoneRule? Parse(string text)
    {
        Match match = Rule().Match(text);
        return match.Success ? new ZoneRule(match) : null;
    }

    /// <summary>Offset and abbreviation at a moment.</summary>
    public (int Offset, string Abbreviation) At(long seconds)
    {
        if (_daylight is not { } daylight)
        {
            return _standard;
        }
        long local = seconds + _standard.Offset;
        long year = CivilDate.FromDays((local >= 0 ? local : local - 86399) / 86400).Year;
        long start = TimeOf(_start, year) - _standard.Offset;
        long end = TimeOf(_end, year) - daylight.Offset;
        bool isDaylight = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end;
        return isDaylight ? daylight : _standard;
    }

    /// <summary>The moment of a change in a year, in seconds of the local clock since 1970.</summary>
    private static long TimeOf(string rule, long year)
    {
        string[] parts = rule.Split('/');
        long time = parts.Length > 1 ? OffsetOf(parts[1]) : 2 * Hour;
        return (DayOf(parts[0], year) * 86400) + time;
    }

    private static long DayOf(string rule, long year)
    {
        int[] numbers = [.. rule.TrimStart('M', 'J').Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        if (rule[0] != 'M')
        {
            bool skipsLeapDay = rule[0] == 'J' && numbers[0] >= 60 && CivilDate.DaysInMonth(year, 2) == 29;
            return new CivilDate(year, 1, 1).ToDays() + numbers[0] - (rule[0] == 'J' ? 1 : 0) + (skipsLeapDay ? 1 : 0);
        }
        (int month, int week, int weekday) = (numbers[0], numbers[1], numbers[2]);
        long first = new CivilDate(year, month, 1).ToDays();
        int firstWeekday = (int)(((first + 4) % 7 + 7) % 7);
        long day = first + ((weekday - firstWeekday + 7) % 7) + ((week - 1) * 7);
        return day >= first + CivilDate.DaysInMonth(year, month) ? day - 7 : day;
    }

    private static int OffsetOf(string text)
    {
        int sign = text.StartsWith('-') ? -1 : 1;
        int[] parts = [.. text.TrimStart('+', '-').Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        return sign * ((parts[0] * Hour) + (parts.ElementAtOrDefault(1) * 60) + parts.ElementAtOrDefault(2));
    }

    [GeneratedRegex(
        @"^(?<name>[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)(?<offset>[+-]?[0-9]{1,3}(:[0-9]{2}){0,2})" +
        @"((?<dstname>[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)(?<dstoffset>([+-]?[0-9]{1,3}(:[0-9]{2}){0,2})?)" +
        @",(?<start>(M[0-9]{1,2}\.[1-5]\.[0-6]|J?[0-9]{1,3})(/[+-]?[0-9]{1,3}(:[0-9]{2}){0,2})?)" +
        @",(?<end>(M[0-9]{1,2}\.[1-5]\.[0-6]|J?[0-9]{1,3})(/[+-]?[0-9]{1,3}(:[0-9]{2}){0,2})?))?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();
}
