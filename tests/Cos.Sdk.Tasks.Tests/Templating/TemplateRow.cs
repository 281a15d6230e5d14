using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;

namespace Cos.Sdk.Tests.Templating;

/// <summary>
/// One line of a <c>.jsonl</c> file: <c>name</c>, <c>template</c>, <c>values</c> (those of <c>values.json</c> where there are none), perhaps
/// <c>values_files</c>, and either <c>output</c> or <c>error: true</c>; with <c>quirk: true</c> the result is free.
/// </summary>
public sealed record TemplateRow(string Name, string Template, object? Values, string? Output, bool IsQuirk)
{
    public const string FileName = "/tree/build.yaml";

    internal static readonly TemplateOptions Options = Cos.Sdk.Trees.TreeTemplates.CreateOptions();

    internal static readonly object? StandardValues = ReadStandardValues();

    public static IReadOnlyList<TemplateRow> Read(string file)
    {
        return [.. File.ReadLines(PathOf(file)).Where(line => line.Length > 0).Select(Parse)];
    }

    /// <summary>Renders the row; null when the template failed as it should, by a coded error.</summary>
    public string? Render()
    {
        try
        {
            return Render(Template, Values);
        }
        catch (CosException exception)
        {
            Assert.All(exception.Diagnostics, diagnostic => Assert.StartsWith("COS2", diagnostic.Code, StringComparison.Ordinal));
            Assert.All(exception.Diagnostics, diagnostic => Assert.Equal(FileName, diagnostic.Location?.File));
            return null;
        }
    }

    public override string ToString() => Name;

    internal static string Render(string template, object? values = null)
    {
        Dictionary<string, object?> root = new() { ["Values"] = values };
        return new TemplateEngine(Options).Render([], new TemplateSource(FileName, template), root, [], CancellationToken.None).Text;
    }

    internal static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True or JsonValueKind.False => element.GetBoolean(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long integer) && !element.GetRawText().Contains('.') ? (object)integer : element.GetDouble(),
        JsonValueKind.Array => element.EnumerateArray().Select(Convert).ToArray(),
        _ => element.EnumerateObject().ToDictionary(property => property.Name, property => Convert(property.Value)),
    };

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Data", "Templating", file);

    private static object? ReadStandardValues()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(PathOf("values.json")));
        return Convert(document.RootElement);
    }

    private static TemplateRow Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement row = document.RootElement;
        object? values = row.TryGetProperty("values", out JsonElement given) ? Convert(given) : StandardValues;
        if (row.TryGetProperty("values_files", out JsonElement files))
        {
            values = files.EnumerateArray().Aggregate(values, (merged, file) => Merge(merged, Convert(file)));
        }
        return new TemplateRow(
            row.GetProperty("name").GetString()!,
            row.GetProperty("template").GetString()!,
            values,
            row.TryGetProperty("output", out JsonElement output) ? output.GetString() : null,
            row.TryGetProperty("quirk", out JsonElement quirk) && quirk.GetBoolean());
    }

    private static object? Merge(object? under, object? over)
    {
        if (under is not Dictionary<string, object?> below || over is not Dictionary<string, object?> above)
        {
            return over ?? under;
        }
        Dictionary<string, object?> merged = new(below);
        foreach ((string key, object? value) in above)
        {
            merged[key] = below.TryGetValue(key, out object? old) ? Merge(old, value) : value;
        }
        return merged;
    }
}
