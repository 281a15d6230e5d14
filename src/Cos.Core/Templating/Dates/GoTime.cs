using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Dates;

/// <summary>A moment and the zone it is shown in.</summary>
internal sealed class GoTime(long seconds, int nanoseconds, GoZone zone) : GoObject
{
    private const long DaySeconds = 86400;

    /// <summary>The first of January of the year 1, which stands for no date.</summary>
    public static readonly GoTime Zero = new(new CivilDate(1, 1, 1).ToDays() * DaySeconds, 0, GoZone.Utc);

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long Seconds => seconds;

    /// <summary>The part of the second.</summary>
    public int Nanoseconds => nanoseconds;

    /// <summary>The zone it is shown in.</summary>
    public GoZone Zone => zone;

    /// <inheritdoc />
    public override GoType Type => GoType.Time;

    /// <inheritdoc />
    public override string Text => TimeLayout.Format(this, "2006-01-02 15:04:05.999999999 -0700 MST");

    /// <inheritdoc />
    public override string JsonForm => TimeLayout.Format(this, "2006-01-02T15:04:05.999999999Z07:00");

    /// <summary>Seconds east of Greenwich.</summary>
    public int Offset => zone.At(seconds).Offset;

    /// <summary>The zone's abbreviation; empty when there is none.</summary>
    public string Abbreviation => zone.At(seconds).Abbreviation;

    /// <summary>The day in the zone.</summary>
    public CivilDate Date => CivilDate.FromDays(LocalDays);

    /// <summary>The day of the week, Sunday is 0.</summary>
    public int Weekday => (int)(((LocalDays + 4) % 7 + 7) % 7);

    /// <summary>Seconds since midnight in the zone.</summary>
    public int SecondOfDay => (int)(LocalSeconds - (LocalDays * DaySeconds));

    private long LocalSeconds => seconds + Offset;

    private long LocalDays => (LocalSeconds >= 0 ? LocalSeconds : LocalSeconds - DaySeconds + 1) / DaySeconds;

    /// <summary>The moment in UTC.</summary>
    public static GoTime FromDateTimeOffset(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        return rest < 0
            ? new GoTime(seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * 100, GoZone.Utc)
            : new GoTime(seconds, (int)rest * 100, GoZone.Utc);
    }

    /// <summary>A moment in seconds since 1970, bounded to what a calendar can show.</summary>
    public static GoTime FromUnix(long seconds, GoZone zone) =>
        new(Math.Clamp(seconds, -(1L << 55), 1L << 55), 0, zone);

    /// <summary>The moment of a day and time in a zone.</summary>
    public static GoTime FromLocal(CivilDate date, long secondOfDay, int nanoseconds, GoZone zone)
    {
        long local = (date.ToDays() * DaySeconds) + secondOfDay;
        int guess = zone.At(local).Offset;
        long first = local - guess;
        int actual = zone.At(first).Offset;
        return new GoTime(actual == guess ? first : local - actual, nanoseconds, zone);
    }

    /// <summary>The same moment in another zone.</summary>
    public GoTime In(GoZone other) => new(seconds, nanoseconds, other);

    /// <summary>A moment some nanoseconds later.</summary>
    public GoTime Add(long duration)
    {
        Int128 total = ((Int128)seconds * GoDuration.Second) + nanoseconds + duration;
        Int128 whole = total / GoDuration.Second;
        int rest = (int)(total - (whole * GoDuration.Second));
        return rest < 0
            ? new GoTime((long)whole - 1, rest + (int)GoDuration.Second, zone)
            : new GoTime((long)whole, rest, zone);
    }

    /// <summary>Nanoseconds since another moment, bounded to what a duration can hold.</summary>
    public long Since(GoTime other)
    {
        Int128 difference = (((Int128)seconds - other.Seconds) * GoDuration.Second) + nanoseconds - other.Nanoseconds;
        return (long)Int128.Clamp(difference, long.MinValue, long.MaxValue);
    }

    /// <inheritdoc />
    public override Function? FindMethod(string name) => TimeMethods.Find(this, name);

    /// <inheritdoc />
    public override bool IsSame(GoObject other) =>
        other is GoTime time && time.Seconds == seconds && time.Nanoseconds == nanoseconds && time.Zone.Name == zone.Name;
}
