using Cos.Sdk.Templating.Functions;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Dates;

/// <summary>The methods of dates.</summary>
internal static class TimeMethods
{
    /// <summary>Finds a method of a date.</summary>
    public static Function? Find(GoTime time, string name)
    {
        (CivilDate date, int second) = (time.Date, time.SecondOfDay);
        (string Signature, Func<FunctionCall, object?> Body)? method = name switch
        {
            "Add" => ("duration", call => time.Add(((GoNamedInt)call[0]!).Value)),
            "AddDate" => ("int int int", call => AddDate(time, call.Int(0), call.Int(1), call.Int(2))),
            "After" => ("time", call => Compare(time, (GoTime)call[0]!) > 0),
            "Before" => ("time", call => Compare(time, (GoTime)call[0]!) < 0),
            "Day" => ("", _ => (long)date.Day),
            "Equal" => ("time", call => Compare(time, (GoTime)call[0]!) == 0),
            "Format" => ("string", call => TimeLayout.Format(time, call.Text(0))),
            "Hour" => ("", _ => (long)(second / 3600)),
            "In" => ("location", call => time.In(((LocationValue)call[0]!).Zone)),
            "IsZero" => ("", _ => Compare(time, GoTime.Zero) == 0),
            "Location" => ("", _ => new LocationValue(time.Zone)),
            "Local" or "UTC" => ("", _ => time.In(GoZone.Utc)),
            "Minute" => ("", _ => (long)(second / 60 % 60)),
            "Month" => ("", _ => new GoNamedInt(GoType.Month, date.Month, TimeLayout.MonthName(date.Month))),
            "Nanosecond" => ("", _ => (long)time.Nanoseconds),
            "Round" => ("duration", call => Round(time, ((GoNamedInt)call[0]!).Value, up: true)),
            "Second" => ("", _ => (long)(second % 60)),
            "String" => ("", _ => time.Text),
            "Sub" => ("time", call => GoDuration.Create(time.Since((GoTime)call[0]!))),
            "Truncate" => ("duration", call => Round(time, ((GoNamedInt)call[0]!).Value, up: false)),
            "Unix" => ("", _ => new GoInt64(time.Seconds)),
            "UnixMicro" => ("", _ => new GoInt64(unchecked((time.Seconds * 1_000_000) + (time.Nanoseconds / 1_000)))),
            "UnixMilli" => ("", _ => new GoInt64(unchecked((time.Seconds * 1_000) + (time.Nanoseconds / 1_000_000)))),
            "UnixNano" => ("", _ => new GoInt64(unchecked((time.Seconds * GoDuration.Second) + time.Nanoseconds))),
            "Weekday" => ("", _ => new GoNamedInt(GoType.Weekday, time.Weekday, TimeLayout.WeekdayName(time.Weekday))),
            "Year" => ("", _ => date.Year),
            "YearDay" => ("", _ => (long)date.DayOfYear),
            _ => null,
        };
        return method is { } found ? FunctionTable.Create(name, found.Signature, found.Body) : null;
    }

    private static int Compare(GoTime a, GoTime b) =>
        a.Seconds != b.Seconds ? a.Seconds.CompareTo(b.Seconds) : a.Nanoseconds.CompareTo(b.Nanoseconds);

    private static GoTime AddDate(GoTime time, long years, long months, long days)
    {
        const long Bound = 1_000_000_000;
        CivilDate date = time.Date;
        long month = date.Month - 1 + Math.Clamp(months, -Bound, Bound);
        long year = date.Year + Math.Clamp(years, -Bound, Bound) + Math.DivRem(month, 12, out long rest);
        CivilDate first = new(rest < 0 ? year - 1 : year, (int)(rest < 0 ? rest + 12 : rest) + 1, 1);
        CivilDate target = CivilDate.FromDays(first.ToDays() + date.Day - 1 + Math.Clamp(days, -Bound, Bound));
        return GoTime.FromLocal(target, time.SecondOfDay, time.Nanoseconds, time.Zone);
    }

    private static GoTime Round(GoTime time, long unit, bool up)
    {
        if (unit <= 0)
        {
            return time;
        }
        Int128 total = ((Int128)(time.Seconds - GoTime.Zero.Seconds) * GoDuration.Second) + time.Nanoseconds;
        long rest = (long)(((total % unit) + unit) % unit);
        return up && rest >= unit - rest ? time.Add(unit - rest) : time.Add(-rest);
    }
}
