using System.Globalization;

namespace Cos.Sdk.Templating.Dates;

/// <summary>Reads dates by the layouts that <see cref="TimeLayout"/> writes them by.</summary>
internal sealed class TimeParser
{
    private const int MaxLength = 1000;

    private string _rest;
    private long _year;
    private int _month = -1;
    private int _day = -1;
    private int _yearDay = -1;
    private int _hour;
    private int _minute;
    private int _second;
    private int _nanoseconds;
    private bool? _isAfternoon;
    private bool _isUtc;
    private int? _offset;
    private string _zoneName = "";

    private TimeParser(string text) => _rest = text;

    /// <summary>Reads a date; one without a zone is in UTC. Null when the text has another form or names no day.</summary>
    public static GoTime? Parse(string layout, string text)
    {
        if (layout.Length > MaxLength || text.Length > MaxLength)
        {
            return null;
        }
        TimeParser parser = new(text);
        (TimeLayoutPart Part, string Text)[] parts = [.. TimeLayout.Split(layout)];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!parser.TryRead(parts[i].Part, parts[i].Text))
            {
                return null;
            }
            TimeLayoutPart? next = i + 1 < parts.Length ? parts[i + 1].Part : null;
            bool fractionFollows = next is TimeLayoutPart.FractionNines or TimeLayoutPart.FractionZeros;
            if (parts[i].Part is TimeLayoutPart.Second or TimeLayoutPart.ZeroSecond && !fractionFollows)
            {
                parser.TryReadFraction();
            }
        }
        return parser._rest.Length == 0 ? parser.ToTime() : null;
    }

    private bool TryRead(TimeLayoutPart part, string piece) => part switch
    {
        TimeLayoutPart.Literal => TrySkip(piece),
        TimeLayoutPart.LongYear => char.IsAsciiDigit(Peek()) && TryReadDigits(4, out int year) && Set(ref _year, year),
        TimeLayoutPart.Year => TryReadDigits(2, out int year) && Set(ref _year, year >= 69 ? 1900 + year : 2000 + year),
        TimeLayoutPart.LongMonth => TryReadWord(12, index => TimeLayout.MonthName(index + 1), 0, out _month),
        TimeLayoutPart.ShortMonth => TryReadWord(12, index => TimeLayout.MonthName(index + 1), 3, out _month),
        TimeLayoutPart.NumberMonth or TimeLayoutPart.ZeroMonth =>
            TryReadNumber(part == TimeLayoutPart.ZeroMonth, out _month) && _month is >= 1 and <= 12,
        TimeLayoutPart.LongWeekday => TryReadWord(7, TimeLayout.WeekdayName, 0, out _),
        TimeLayoutPart.ShortWeekday => TryReadWord(7, TimeLayout.WeekdayName, 3, out _),
        TimeLayoutPart.Day or TimeLayoutPart.ZeroDay => TryReadNumber(part == TimeLayoutPart.ZeroDay, out _day),
        TimeLayoutPart.UnderscoreDay => SkipSpaces(1) && TryReadNumber(false, out _day),
        TimeLayoutPart.UnderscoreYearDay => SkipSpaces(2) && TryReadYearDay(false),
        TimeLayoutPart.ZeroYearDay => TryReadYearDay(true),
        TimeLayoutPart.Hour => TryReadNumber(false, out _hour) && _hour < 24,
        TimeLayoutPart.Hour12 or TimeLayoutPart.ZeroHour12 => TryReadNumber(part == TimeLayoutPart.ZeroHour12, out _hour) && _hour <= 12,
        TimeLayoutPart.Minute or TimeLayoutPart.ZeroMinute => TryReadNumber(part == TimeLayoutPart.ZeroMinute, out _minute) && _minute < 60,
        TimeLayoutPart.Second or TimeLayoutPart.ZeroSecond => TryReadNumber(part == TimeLayoutPart.ZeroSecond, out _second) && _second < 60,
        TimeLayoutPart.UpperPm => TryReadHalf("AM", "PM"),
        TimeLayoutPart.LowerPm => TryReadHalf("am", "pm"),
        TimeLayoutPart.FractionZeros => TryReadFractionDigits(piece.Length),
        TimeLayoutPart.FractionNines => TryReadFraction() || true,
        TimeLayoutPart.ZoneName => TryReadZoneName(),
        _ => TryReadOffset(part),
    };

    private char Peek(int index = 0) => index < _rest.Length ? _rest[index] : '\0';

    private static bool Set(ref long field, long value)
    {
        field = value;
        return true;
    }

    private bool TrySkip(string literal)
    {
        int i = 0;
        while (i < literal.Length)
        {
            if (literal[i] == ' ')
            {
                if (_rest.Length > 0 && _rest[0] != ' ')
                {
                    return false;
                }
                while (i < literal.Length && literal[i] == ' ')
                {
                    i++;
                }
                _rest = _rest.TrimStart(' ');
                continue;
            }
            if (Peek() != literal[i] || _rest.Length == 0)
            {
                return false;
            }
            _rest = _rest[1..];
            i++;
        }
        return true;
    }

    private bool SkipSpaces(int most)
    {
        for (int i = 0; i < most && Peek() == ' '; i++)
        {
            _rest = _rest[1..];
        }
        return true;
    }

    private bool TryReadDigits(int count, out int value)
    {
        value = 0;
        if (_rest.Length < count || !int.TryParse(_rest.AsSpan(0, count), NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }
        _rest = _rest[count..];
        return true;
    }

    private bool TryReadNumber(bool isFixed, out int value)
    {
        value = 0;
        return char.IsAsciiDigit(Peek())
            && (char.IsAsciiDigit(Peek(1)) ? TryReadDigits(2, out value) : !isFixed && TryReadDigits(1, out value));
    }

    private bool TryReadYearDay(bool isFixed)
    {
        int digits = 0;
        while (digits < 3 && char.IsAsciiDigit(Peek(digits)))
        {
            digits++;
        }
        return digits > 0 && (digits == 3 || !isFixed) && TryReadDigits(digits, out _yearDay);
    }

    private bool TryReadWord(int count, Func<int, string> nameOf, int length, out int number)
    {
        for (int i = 0; i < count; i++)
        {
            string name = length == 0 ? nameOf(i) : nameOf(i)[..length];
            if (_rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                _rest = _rest[name.Length..];
                number = i + 1;
                return true;
            }
        }
        number = -1;
        return false;
    }

    private bool TryReadHalf(string morning, string afternoon)
    {
        if (!_rest.StartsWith(morning, StringComparison.Ordinal) && !_rest.StartsWith(afternoon, StringComparison.Ordinal))
        {
            return false;
        }
        _isAfternoon = _rest.StartsWith(afternoon, StringComparison.Ordinal);
        _rest = _rest[2..];
        return true;
    }

    private bool TryReadFraction()
    {
        if (Peek() is not ('.' or ',') || !char.IsAsciiDigit(Peek(1)))
        {
            return false;
        }
        int length = 2;
        while (char.IsAsciiDigit(Peek(length)))
        {
            length++;
        }
        return TryReadFractionDigits(length);
    }

    private bool TryReadFractionDigits(int length)
    {
        if (_rest.Length < length || _rest[0] is not ('.' or ',') || _rest.AsSpan(1, length - 1).ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }
        string digits = _rest[1..Math.Min(length, 10)].PadRight(9, '0');
        _nanoseconds = int.Parse(digits, CultureInfo.InvariantCulture);
        _rest = _rest[length..];
        return true;
    }

    private bool TryReadOffset(TimeLayoutPart part)
    {
        bool isIso = part is TimeLayoutPart.IsoZone or TimeLayoutPart.IsoZoneColon or TimeLayoutPart.IsoZoneShort
            or TimeLayoutPart.IsoZoneSeconds or TimeLayoutPart.IsoZoneSecondsColon;
        if (isIso && Peek() == 'Z')
        {
            _rest = _rest[1..];
            _isUtc = true;
            return true;
        }
        (int fields, string separator) = part switch
        {
            TimeLayoutPart.IsoZoneShort or TimeLayoutPart.NumberZoneShort => (1, ""),
            TimeLayoutPart.IsoZone or TimeLayoutPart.NumberZone => (2, ""),
            TimeLayoutPart.IsoZoneColon or TimeLayoutPart.NumberZoneColon => (2, ":"),
            TimeLayoutPart.IsoZoneSeconds or TimeLayoutPart.NumberZoneSeconds => (3, ""),
            _ => (3, ":"),
        };
        if (Peek() is not ('+' or '-'))
        {
            return false;
        }
        int sign = Peek() == '-' ? -1 : 1;
        _rest = _rest[1..];
        int offset = 0;
        for (int i = 0; i < fields; i++)
        {
            if ((i > 0 && separator.Length > 0 && !TrySkip(separator)) || !TryReadDigits(2, out int number))
            {
                return false;
            }
            offset += number * (i == 0 ? 3600 : i == 1 ? 60 : 1);
        }
        _offset = sign * offset;
        return true;
    }

    private bool TryReadZoneName()
    {
        if (_rest.StartsWith("UTC", StringComparison.Ordinal))
        {
            _isUtc = true;
            _rest = _rest[3..];
            return true;
        }
        int length = ZoneNameLength();
        _zoneName = _rest[..length];
        _rest = _rest[length..];
        return length > 0;
    }

    private int ZoneNameLength()
    {
        if (_rest.StartsWith("ChST", StringComparison.Ordinal) || _rest.StartsWith("MeST", StringComparison.Ordinal))
        {
            return 4;
        }
        if (_rest.StartsWith("GMT", StringComparison.Ordinal))
        {
            return 3 + SignedLength(3);
        }
        if (Peek() is '+' or '-')
        {
            return SignedLength(0);
        }
        int length = 0;
        while (length < 6 && char.IsAsciiLetterUpper(Peek(length)))
        {
            length++;
        }
        return length switch
        {
            3 => 3,
            4 when _rest[3] == 'T' || _rest.StartsWith("WITA", StringComparison.Ordinal) => 4,
            5 when _rest[4] == 'T' => 5,
            _ => 0,
        };
    }

    private int SignedLength(int start)
    {
        if (Peek(start) is not ('+' or '-'))
        {
            return 0;
        }
        int end = start + 1;
        while (char.IsAsciiDigit(Peek(end)))
        {
            end++;
        }
        ReadOnlySpan<char> digits = _rest.AsSpan(start + 1, end - start - 1);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int hours) && hours <= 23 ? end - start : 0;
    }

    private GoTime? ToTime()
    {
        if (_isAfternoon is { } isAfternoon)
        {
            _hour = isAfternoon && _hour < 12 ? _hour + 12 : !isAfternoon && _hour == 12 ? 0 : _hour;
        }
        if (_yearDay >= 0 && !TryUseYearDay())
        {
            return null;
        }
        CivilDate date = new(_year, _month < 0 ? 1 : _month, _day < 0 ? 1 : _day);
        if (date.Day < 1 || date.Day > CivilDate.DaysInMonth(date.Year, date.Month))
        {
            return null;
        }
        int second = (_hour * 3600) + (_minute * 60) + _second;
        GoTime utc = GoTime.FromLocal(date, second, _nanoseconds, GoZone.Utc);
        if (_isUtc)
        {
            return utc;
        }
        if (_offset is { } offset)
        {
            return offset == 0 && _zoneName is "" or "UTC"
                ? utc
                : GoTime.FromLocal(date, second, _nanoseconds, GoZone.Fixed(_zoneName, offset));
        }
        if (_zoneName.Length == 0)
        {
            return utc;
        }
        bool isGmt = _zoneName.Length > 3 && _zoneName.StartsWith("GMT", StringComparison.Ordinal);
        int hours = isGmt ? int.Parse(_zoneName.AsSpan(3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        // A name does not tell the offset: the time is taken as UTC, and only shown with the name.
        return utc.In(GoZone.Fixed(_zoneName, hours * 3600));
    }

    private bool TryUseYearDay()
    {
        int last = CivilDate.DaysInMonth(_year, 2) == 29 ? 366 : 365;
        if (_yearDay < 1 || _yearDay > last)
        {
            return false;
        }
        CivilDate date = CivilDate.FromDays(new CivilDate(_year, 1, 1).ToDays() + _yearDay - 1);
        bool isConsistent = (_month < 0 || _month == date.Month) && (_day < 0 || _day == date.Day);
        (_month, _day) = (date.Month, date.Day);
        return isConsistent;
    }
}
