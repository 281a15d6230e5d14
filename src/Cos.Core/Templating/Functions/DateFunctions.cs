using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Dates;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Dates and lengths of time. The time is always the epoch of the build, the local zone always UTC.</summary>
internal static class DateFunctions
{
    private const string HtmlLayout = "2006-01-02";

    public static void AddTo(FunctionTable table) => table
        .Add("now", "", Now)
        .Add("date", "string any", call => TimeLayout.Format(ToTime(call, call[1]), call.Text(0)))
        .Add("dateInZone", "string any string", call => FormatIn(call, call.Text(0), call[1], call.Text(2)))
        .Add("date_in_zone", "string any string", call => FormatIn(call, call.Text(0), call[1], call.Text(2)))
        .Add("htmlDate", "any", call => TimeLayout.Format(ToTime(call, call[0]), HtmlLayout))
        .Add("htmlDateInZone", "any string", call => FormatIn(call, HtmlLayout, call[0], call.Text(1)))
        .Add("dateModify", "string time", call => Modify(call, strict: false))
        .Add("date_modify", "string time", call => Modify(call, strict: false))
        .Add("mustDateModify", "string time", call => Modify(call, strict: true))
        .Add("must_date_modify", "string time", call => Modify(call, strict: true))
        .Add("toDate", "string string", call => TimeParser.Parse(call.Text(0), call.Text(1)) ?? GoTime.Zero)
        .Add("mustToDate", "string string", call => TimeParser.Parse(call.Text(0), call.Text(1))
            ?? throw call.Fail($"\"{call.Text(1)}\" is not a date of the form \"{call.Text(0)}\""))
        .Add("unixEpoch", "time", call => ((GoTime)call[0]!).Seconds.ToString(CultureInfo.InvariantCulture))
        .Add("ago", "any", call => GoDuration.Format(GoDuration.Round(Now(call).Since(ToTime(call, call[0])), GoDuration.Second)))
        .Add("duration", "any", call => GoDuration.Format(unchecked(SecondsOf(call[0]) * GoDuration.Second)))
        .Add("durationRound", "any", RoundDuration);

    private static GoTime Now(FunctionCall call) => GoTime.FromDateTimeOffset(call.Context.Options.Epoch);

    /// <summary>A date, or seconds since 1970; anything else is now.</summary>
    private static GoTime ToTime(FunctionCall call, object? value) => value switch
    {
        GoTime time => time,
        long seconds => GoTime.FromUnix(seconds, GoZone.Utc),
        GoInt64 seconds => GoTime.FromUnix(seconds.Value, GoZone.Utc),
        _ => Now(call),
    };

    private static string FormatIn(FunctionCall call, string layout, object? value, string zone)
    {
        GoZone? known = ZoneDatabase.Find(zone);
        if (known is null)
        {
            call.Context.WarnOnce(place => TemplateDiagnostics.UnknownTimeZone(place, zone));
        }
        return TimeLayout.Format(ToTime(call, value).In(known ?? GoZone.Utc), layout);
    }

    private static object Modify(FunctionCall call, bool strict)
    {
        GoTime time = (GoTime)call[1]!;
        return GoDuration.Parse(call.Text(0)) is { } duration ? time.Add(duration)
            : strict ? throw call.Fail($"\"{call.Text(0)}\" is not a length of time such as -1.5h or 2h45m")
            : time;
    }

    private static long SecondsOf(object? value) => value switch
    {
        string text => Conversion.ParseDecimalClamped(text),
        GoInt64 seconds => seconds.Value,
        _ => 0,
    };

    private static object RoundDuration(FunctionCall call)
    {
        long duration = call[0] switch
        {
            string text => GoDuration.Parse(text) ?? 0,
            GoInt64 nanoseconds => nanoseconds.Value,
            GoTime time => Now(call).Since(time),
            _ => 0,
        };
        ulong size = duration < 0 ? unchecked((ulong)-duration) : (ulong)duration;
        (ulong Size, string Name)[] units =
        [
            (24UL * 365 * GoDuration.Hour, "y"), (24UL * 30 * GoDuration.Hour, "mo"), (24UL * GoDuration.Hour, "d"),
            ((ulong)GoDuration.Hour, "h"), ((ulong)GoDuration.Minute, "m"), ((ulong)GoDuration.Second, "s"),
        ];
        foreach ((ulong unit, string name) in units)
        {
            if (size > unit)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{size / unit}{name}");
            }
        }
        return "0s";
    }
}
