using System.Text.Json;

namespace Cos.Sdk.Golden.Rows;

/// <summary>Reads the rows of a <c>.jsonl</c> file as cases: those with a <c>template</c>, and those with a <c>kind</c>.</summary>
internal static class RowFile
{
    /// <summary>One case for each row; a row of no known kind is a case that fails.</summary>
    public static IEnumerable<GoldenCase> Read(string file)
    {
        string name = Path.GetFileName(file);
        JsonElement? defaults = ReadDefaults(Path.Combine(Path.GetDirectoryName(file)!, "values.json"));
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            JsonElement row = JsonElement.Parse(line);
            yield return new GoldenCase(
                $"{name}:{number} {row.Text("name") ?? row.Text("kind")}", row.Flag("quirk"), () => Compare(row, defaults));
        }
    }

    private static string? Compare(JsonElement row, JsonElement? defaults) =>
        row.TryGetProperty("template", out _) ? TemplateRow.Compare(row, defaults)
        : row.TryGetProperty("kind", out _) ? VersionRow.Compare(row)
        : "neither a template row nor a version row";

    private static JsonElement? ReadDefaults(string file) => File.Exists(file) ? JsonElement.Parse(File.ReadAllText(file)) : null;
}
