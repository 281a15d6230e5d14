using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Golden.Rows;

/// <summary>
/// A row with a <c>template</c>, its <c>values</c>, perhaps <c>values_files</c>, and either <c>output</c> or <c>error: true</c>. It is rendered as a build file is.
/// </summary>
internal static class TemplateRow
{
    private const string FileName = "/tree/build.yaml";

    private static readonly TemplateEngine Engine = new(TreeTemplates.CreateOptions());

    /// <summary>The difference; null when there is none.</summary>
    /// <param name="row">The row.</param>
    /// <param name="defaults">The values of rows that have none.</param>
    public static string? Compare(JsonElement row, JsonElement? defaults)
    {
        string? recorded = row.Flag("error") ? null : row.Text("output");
        string template = row.Text("template")!;
        try
        {
            DiagnosticBag diagnostics = [];
            Dictionary<string, object?> root = new(StringComparer.Ordinal) { ["Values"] = ValuesOf(row, defaults) };
            string text = Engine.Render([], new TemplateSource(FileName, template), root, diagnostics, CancellationToken.None).Text;
            return Difference.Of(recorded, text) is { } difference ? $"{template}\n{difference}" : null;
        }
        catch (CosException exception)
        {
            return recorded is null && exception.Diagnostics.All(IsPlaced)
                ? null
                : $"{template}\n{Difference.Of(recorded ?? "(an error with code, file and line)", null)}\n{Diagnosed.Text(exception.Diagnostics)}";
        }
    }

    private static bool IsPlaced(Diagnostic diagnostic) =>
        diagnostic.Code.StartsWith("COS2", StringComparison.Ordinal) && diagnostic.Location is { File: FileName, Line: > 0 };

    private static object? ValuesOf(JsonElement row, JsonElement? defaults)
    {
        object? values = row.TryGetProperty("values", out JsonElement own) ? Plain(own) : defaults is { } given ? Plain(given) : null;
        foreach (JsonElement file in row.Items("values_files"))
        {
            values = ValuesMerger.Merge(
                values as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(),
                Plain(file) as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>());
        }
        return values;
    }

    /// <summary>A value as the reader of YAML gives it: integers stay integers.</summary>
    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => PlainNumber(value),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToArray(),
        _ => value.EnumerateObject().ToDictionary(property => property.Name, property => Plain(property.Value), StringComparer.Ordinal),
    };

    private static object PlainNumber(JsonElement value)
    {
        if (value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E'))
        {
            return value.GetDouble();
        }
        if (value.TryGetInt64(out long integer))
        {
            return integer;
        }
        return value.TryGetUInt64(out ulong large) ? large : (object)value.GetDouble();
    }
}
