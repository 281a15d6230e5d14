using Cos.Sdk.Templating.Dates;
using Cos.Sdk.Templating.Functions;

namespace Cos.Sdk.Templating.Runtime;

/// <summary>The methods of months, weekdays and durations.</summary>
internal static class NamedIntMethods
{
    /// <summary>Finds a method of a value.</summary>
    public static Function? Find(GoNamedInt named, string name)
    {
        if (name == "String")
        {
            return FunctionTable.Create(name, "", _ => named.Text);
        }
        if (named.Type != GoType.Duration)
        {
            return null;
        }
        long value = named.Value;
        (string Signature, Func<FunctionCall, object?> Body)? method = name switch
        {
            "Abs" => ("", _ => GoDuration.Create(value == long.MinValue ? long.MaxValue : Math.Abs(value))),
            "Hours" => ("", _ => ToUnit(value, GoDuration.Hour)),
            "Microseconds" => ("", _ => new GoInt64(value / GoDuration.Microsecond)),
            "Milliseconds" => ("", _ => new GoInt64(value / GoDuration.Millisecond)),
            "Minutes" => ("", _ => ToUnit(value, GoDuration.Minute)),
            "Nanoseconds" => ("", _ => new GoInt64(value)),
            "Round" => ("duration", call => GoDuration.Create(GoDuration.Round(value, ((GoNamedInt)call[0]!).Value))),
            "Seconds" => ("", _ => ToUnit(value, GoDuration.Second)),
            "Truncate" => ("duration", call => GoDuration.Create(
                ((GoNamedInt)call[0]!).Value is > 0 and long unit ? value - (value % unit) : value)),
            _ => null,
        };
        return method is { } found ? FunctionTable.Create(name, found.Signature, found.Body) : null;
    }

    private static double ToUnit(long value, long unit) => (value / unit) + ((double)(value % unit) / unit);
}
