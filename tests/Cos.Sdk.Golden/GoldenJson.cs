using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cos.Sdk.Golden;

/// <summary>JSON as recorded data and results have it.</summary>
internal static class GoldenJson
{
    /// <summary>Without escapes that JSON does not ask for.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A property's text; null when it is absent or null.</summary>
    public static string? Text(this JsonElement row, string property) =>
        row.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether a property is true.</summary>
    public static bool Flag(this JsonElement row, string property) =>
        row.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    /// <summary>The items of a list; none when it is absent.</summary>
    public static JsonElement[] Items(this JsonElement row, string property) =>
        row.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    /// <summary>The texts of a list; null when it is absent.</summary>
    public static string[]? Texts(this JsonElement row, string property) =>
        row.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.GetString() ?? "")]
            : null;
}
