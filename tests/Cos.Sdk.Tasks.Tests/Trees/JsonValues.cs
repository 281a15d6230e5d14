using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cos.Sdk.Tests.Trees;

/// <summary>Plain values from and to JSON, to compare them.</summary>
internal static class JsonValues
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(item => item.Name, item => Of(item.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Of).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText().AsSpan().ContainsAny(".eE") ? element.GetDouble() : element.GetInt64(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Sorted, so that equal values give equal texts.</summary>
    public static string Write(object? value) => value switch
    {
        null => "null",
        string text => JsonSerializer.Serialize(text, Options),
        IEnumerable<KeyValuePair<string, object?>> map => "{" + string.Join(',', map.OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => JsonSerializer.Serialize(item.Key, Options) + ":" + Write(item.Value))) + "}",
        IEnumerable<object?> list => "[" + string.Join(',', list.Select(Write)) + "]",
        _ => JsonSerializer.Serialize(value),
    };
}
