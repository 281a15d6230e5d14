using System.Globalization;
using System.Text;

namespace Cos.Sdk.Templating.Dates;

/// <summary>Writes dates by a layout that shows how the reference date, Mon Jan 2 15:04:05 MST 2006, would look.</summary>
internal static class TimeLayout
{
    private static readonly (string Text, TimeLayoutPart Part)[] Parts =
    [
        ("January", TimeLayoutPart.LongMonth), ("Jan", TimeLayoutPart.ShortMonth),
        ("Monday", TimeLayoutPart.LongWeekday), ("Mon", TimeLayoutPart.ShortWeekday), ("MST", TimeLayoutPart.ZoneName),
        ("002", TimeLayoutPart.ZeroYearDay), ("01", TimeLayoutPart.ZeroMonth), ("02", TimeLayoutPart.ZeroDay),
        ("03", TimeLayoutPart.ZeroHour12), ("04", TimeLayoutPart.ZeroMinute), ("05", TimeLayoutPart.ZeroSecond),
        ("06", TimeLayoutPart.Year),
        ("15", TimeLayoutPart.Hour), ("1", TimeLayoutPart.NumberMonth),
        ("2006", TimeLayoutPart.LongYear), ("2", TimeLayoutPart.Day),
        ("__2", TimeLayoutPart.UnderscoreYearDay), ("_2", TimeLayoutPart.UnderscoreDay),
        ("3", TimeLayoutPart.Hour12), ("4", TimeLayoutPart.Minute), ("5", TimeLayoutPart.Second),
        ("PM", TimeLayoutPart.UpperPm), ("pm", TimeLayoutPart.LowerPm),
        ("-070000", TimeLayoutPart.NumberZoneSeconds), ("-07:00:00", TimeLayoutPart.NumberZoneSecondsColon),
        ("-0700", TimeLayoutPart.NumberZone), ("-07:00", TimeLayoutPart.NumberZoneColon), ("-07", TimeLayoutPart.NumberZoneShort),
        ("Z070000", TimeLayoutPart.IsoZoneSeconds), ("Z07:00:00", TimeLayoutPart.IsoZoneSecondsColon),
        ("Z0700", TimeLayoutPart.IsoZone), ("Z07:00", TimeLayoutPart.IsoZoneColon), ("Z07", TimeLayoutPart.IsoZoneShort),
    ];

    /// <summary>Cuts a layout into pieces.</summary>
    public static IEnumerable<(TimeLayoutPart Part, string Text)> Split(string layout)
    {
        int literal = 0;
        int i = 0;
        while (i < layout.Length)
        {
            (TimeLayoutPart part, int start, int length) = Match(layout, i);
            if (length == 0)
            {
                i++;
                continue;
            }
            if (start > literal)
            {
                yield return (TimeLayoutPart.Literal, layout[literal..start]);
            }
            yield return (part, layout.Substring(start, length));
            i = start + length;
            literal = i;
        }
        if (literal < layout.Length)
        {
            yield return (TimeLayoutPart.Literal, layout[literal..]);
        }
    }

    /// <summary>Writes a date.</summary>
    public static string Format(GoTime time, string layout)
    {
        StringBuilder text = new(layout.Length + 10);
        (CivilDate date, int seconds) = (time.Date, time.SecondOfDay);
        foreach ((TimeLayoutPart part, string piece) in Split(layout))
        {
            AppendPart(text, part, piece, time, date, seconds);
        }
        return text.ToString();
    }

    /// <summary>The English name of a month from 1 to 12.</summary>
    public static string MonthName(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);

    /// <summary>The English name of a weekday; Sunday is 0.</summary>
    public static string WeekdayName(int weekday) => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)weekday);

    private static (TimeLayoutPart Part, int Start, int Length) Match(string layout, int index)
    {
        if (string.CompareOrdinal(layout, index, "_2006", 0, 5) == 0)
        {
            return (TimeLayoutPart.LongYear, index + 1, 4);
        }
        if (layout[index] is '.' or ',')
        {
            return MatchFraction(layout, index);
        }
        foreach ((string text, TimeLayoutPart part) in Parts)
        {
            if (string.CompareOrdinal(layout, index, text, 0, text.Length) == 0
                && !(part is TimeLayoutPart.ShortMonth or TimeLayoutPart.ShortWeekday && IsLowerAt(layout, index + text.Length)))
            {
                return (part, index, text.Length);
            }
        }
        return (TimeLayoutPart.Literal, index, 0);
    }

    private static (TimeLayoutPart Part, int Start, int Length) MatchFraction(string layout, int index)
    {
        if (index + 1 >= layout.Length || layout[index + 1] is not ('0' or '9'))
        {
            return (TimeLayoutPart.Literal, index, 0);
        }
        char digit = layout[index + 1];
        int end = index + 1;
        while (end < layout.Length && layout[end] == digit)
        {
            end++;
        }
        return end < layout.Length && char.IsAsciiDigit(layout[end])
            ? (TimeLayoutPart.Literal, index, 0)
            : (digit == '0' ? TimeLayoutPart.FractionZeros : TimeLayoutPart.FractionNines, index, end - index);
    }

    private static bool IsLowerAt(string text, int index) => index < text.Length && char.IsAsciiLetterLower(text[index]);

    private static void AppendPart(StringBuilder text, TimeLayoutPart part, string piece, GoTime time, CivilDate date, int seconds)
    {
        int hour = seconds / 3600;
        int hour12 = hour % 12 == 0 ? 12 : hour % 12;
        int minute = seconds / 60 % 60;
        int second = seconds % 60;
        _ = part switch
        {
            TimeLayoutPart.Literal => text.Append(piece),
            TimeLayoutPart.LongMonth => text.Append(MonthName(date.Month)),
            TimeLayoutPart.ShortMonth => text.Append(MonthName(date.Month), 0, 3),
            TimeLayoutPart.NumberMonth => text.Append(CultureInfo.InvariantCulture, $"{date.Month}"),
            TimeLayoutPart.ZeroMonth => text.Append(CultureInfo.InvariantCulture, $"{date.Month:D2}"),
            TimeLayoutPart.LongWeekday => text.Append(WeekdayName(time.Weekday)),
            TimeLayoutPart.ShortWeekday => text.Append(WeekdayName(time.Weekday), 0, 3),
            TimeLayoutPart.Day => text.Append(CultureInfo.InvariantCulture, $"{date.Day}"),
            TimeLayoutPart.UnderscoreDay => text.Append(CultureInfo.InvariantCulture, $"{date.Day,2}"),
            TimeLayoutPart.ZeroDay => text.Append(CultureInfo.InvariantCulture, $"{date.Day:D2}"),
            TimeLayoutPart.UnderscoreYearDay => text.Append(CultureInfo.InvariantCulture, $"{date.DayOfYear,3}"),
            TimeLayoutPart.ZeroYearDay => text.Append(CultureInfo.InvariantCulture, $"{date.DayOfYear:D3}"),
            TimeLayoutPart.Hour => text.Append(CultureInfo.InvariantCulture, $"{hour:D2}"),
            TimeLayoutPart.Hour12 => text.Append(CultureInfo.InvariantCulture, $"{hour12}"),
            TimeLayoutPart.ZeroHour12 => text.Append(CultureInfo.InvariantCulture, $"{hour12:D2}"),
            TimeLayoutPart.Minute => text.Append(CultureInfo.InvariantCulture, $"{minute}"),
            TimeLayoutPart.ZeroMinute => text.Append(CultureInfo.InvariantCulture, $"{minute:D2}"),
            TimeLayoutPart.Second => text.Append(CultureInfo.InvariantCulture, $"{second}"),
            TimeLayoutPart.ZeroSecond => text.Append(CultureInfo.InvariantCulture, $"{second:D2}"),
            TimeLayoutPart.LongYear => text.Append(CultureInfo.InvariantCulture, $"{date.Year:D4}"),
            TimeLayoutPart.Year => text.Append(CultureInfo.InvariantCulture, $"{Math.Max(date.Year, 0) % 100:D2}"),
            TimeLayoutPart.UpperPm => text.Append(hour >= 12 ? "PM" : "AM"),
            TimeLayoutPart.LowerPm => text.Append(hour >= 12 ? "pm" : "am"),
            TimeLayoutPart.ZoneName when time.Abbreviation.Length > 0 => text.Append(time.Abbreviation),
            TimeLayoutPart.FractionZeros or TimeLayoutPart.FractionNines => AppendFraction(text, part, piece, time.Nanoseconds),
            _ => AppendOffset(text, part, time.Offset),
        };
    }

    private static StringBuilder AppendFraction(StringBuilder text, TimeLayoutPart part, string piece, int nanoseconds)
    {
        string digits = nanoseconds.ToString("D9", CultureInfo.InvariantCulture).PadRight(piece.Length, '0')[..(piece.Length - 1)];
        if (part == TimeLayoutPart.FractionNines)
        {
            digits = digits.TrimEnd('0');
        }
        return digits.Length == 0 ? text : text.Append(piece[0]).Append(digits);
    }

    private static StringBuilder AppendOffset(StringBuilder text, TimeLayoutPart part, int offset)
    {
        bool isIso = part is TimeLayoutPart.IsoZone or TimeLayoutPart.IsoZoneColon or TimeLayoutPart.IsoZoneShort
            or TimeLayoutPart.IsoZoneSeconds or TimeLayoutPart.IsoZoneSecondsColon;
        if (isIso && offset == 0)
        {
            return text.Append('Z');
        }
        int absolute = Math.Abs(offset);
        string separator = part is TimeLayoutPart.IsoZoneColon or TimeLayoutPart.IsoZoneSecondsColon
            or TimeLayoutPart.NumberZoneColon or TimeLayoutPart.NumberZoneSecondsColon ? ":" : "";
        text.Append(offset < 0 ? '-' : '+').Append(CultureInfo.InvariantCulture, $"{absolute / 3600:D2}");
        if (part is not (TimeLayoutPart.IsoZoneShort or TimeLayoutPart.NumberZoneShort))
        {
            text.Append(separator).Append(CultureInfo.InvariantCulture, $"{absolute / 60 % 60:D2}");
        }
        if (part is TimeLayoutPart.IsoZoneSeconds or TimeLayoutPart.IsoZoneSecondsColon
            or TimeLayoutPart.NumberZoneSeconds or TimeLayoutPart.NumberZoneSecondsColon)
        {
            text.Append(separator).Append(CultureInfo.InvariantCulture, $"{absolute % 60:D2}");
        }
        return text;
    }
}
