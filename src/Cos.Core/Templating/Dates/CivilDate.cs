namespace Cos.Sdk.Templating.Dates;

/// <summary>A day of the Gregorian calendar, of any year.</summary>
internal readonly record struct CivilDate(long Year, int Month, int Day)
{
    private const int DaysPerEra = 146097;

    /// <summary>The day of the year, from 1.</summary>
    public int DayOfYear => (int)(ToDays() - new CivilDate(Year, 1, 1).ToDays()) + 1;

    /// <summary>The day that is some days after 1970-01-01.</summary>
    public static CivilDate FromDays(long days)
    {
        // The year is taken to begin in March, so that the leap day is the last of it.
        long shifted = days + 719468;
        long era = FloorDivide(shifted, DaysPerEra);
        long dayOfEra = shifted - (era * DaysPerEra);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        int day = (int)(dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1);
        int month = (int)(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
        return new CivilDate(yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>Days since 1970-01-01. Month and day may be out of their ranges and then count on.</summary>
    public long ToDays()
    {
        long months = Year * 12 + Month - 1;
        long year = FloorDivide(months, 12);
        int month = (int)(months - (year * 12)) + 1;
        long shiftedYear = month <= 2 ? year - 1 : year;
        long era = FloorDivide(shiftedYear, 400);
        long yearOfEra = shiftedYear - (era * 400);
        long dayOfYear = ((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5;
        long dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPerEra) + dayOfEra - 719468 + Day - 1;
    }

    /// <summary>How many days a month has.</summary>
    public static int DaysInMonth(long year, int month) =>
        month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : month == 2 ? 28 : month is 4 or 6 or 9 or 11 ? 30 : 31;

    private static long FloorDivide(long value, long divisor) => (value >= 0 ? value : value - divisor + 1) / divisor;
}
