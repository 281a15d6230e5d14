using System.Collections;
using System.Globalization;
using Cos.Sdk.Templating.Dates;

namespace Cos.Sdk.Templating.Runtime;

/// <summary>Turns values from outside into values of the template language, and back for those outside who write them.</summary>
internal static class ValueImport
{
    private const int CopyWork = 5;

    /// <summary>A value of the template language for one of the kinds that callers may give.</summary>
    public static object? FromOutside(object? value) => value switch
    {
        null or bool or long or ulong or double or string or byte or uint or GoInt64 or GoMap or GoList or GoNamedInt or GoObject => value,
        int number => (long)number,
        short number => (long)number,
        float number => (double)number,
        decimal number => (double)number,
        DateTimeOffset time => GoTime.FromDateTimeOffset(time),
        DateTime time => GoTime.FromDateTimeOffset(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))),
        TimeSpan span => GoDuration.Create(span.Ticks * 100),
        WatchedValues watched => GoMap.FromOutside(watched.Values, watched.Reads),
        IReadOnlyDictionary<string, object?> map => GoMap.FromOutside(map),
        IReadOnlyList<object?> list => GoList.FromOutside(list),
        IDictionary map => GoMap.FromOutside(CopyOf(map)),
        IEnumerable list => GoList.FromOutside([.. list.Cast<object?>()]),
        _ => throw new ArgumentException($"A template cannot take a value of the type {value.GetType()}.", nameof(value)),
    };

    /// <summary>The value in plain types (null, bool, long, ulong, double, string, list, dictionary), copied.</summary>
    /// <param name="value">A value of the template language.</param>
    /// <param name="context">Pays for the work and bounds the depth.</param>
    public static object? ToOutside(object? value, RenderContext context)
    {
        using RenderContext.Nesting nesting = context.Descend();
        context.Charge(CopyWork);
        switch (value)
        {
            case GoInt64 number:
                return number.Value;
            case byte number:
                return (long)number;
            case uint number:
                return (long)number;
            case GoNamedInt named:
                return named.Value;
            case string text:
                return GoText.ToDisplay(text);
            case GoObject item:
                return item.JsonForm is { } shown
                    ? shown
                    : item.Fields.ToDictionary(field => field.Key, field => ToOutside(field.Value, context));
            case GoList { IsNil: true } or GoMap { IsNil: true }:
                return null;
            case GoList list:
                object?[] items = new object?[list.Count];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = ToOutside(list[i], context);
                }
                return items;
            case GoMap map:
                Dictionary<string, object?> entries = new(map.Count, StringComparer.Ordinal);
                foreach (string key in map.Keys)
                {
                    entries[GoText.ToDisplay(key)] = ToOutside(map[key], context);
                }
                return entries;
            default:
                return value;
        }
    }

    private static Dictionary<string, object?> CopyOf(IDictionary map)
    {
        Dictionary<string, object?> copy = new(map.Count, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
        {
            copy[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = entry.Value;
        }
        return copy;
    }
}
