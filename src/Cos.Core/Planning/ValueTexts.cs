using System.Collections;
using System.Globalization;
using System.Text.Json;
using Cos.Sdk.Files;

namespace Cos.Sdk.Planning;

/// <summary>The project's values as texts by path (<c>a.b.0</c>), kept beside the plan files to tell which of them changed. No input of anything.</summary>
internal static class ValueTexts
{
    private const int MaxDepth = 32;

    /// <summary>Path of the current values.</summary>
    public static string PathOf(string planFolder) => Path.Combine(planFolder, "values.json");

    /// <summary>Writes the values when they differ.</summary>
    public static void Write(string planFolder, IReadOnlyDictionary<string, object?> values)
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        Flatten(texts, "", values, 0);
        AtomicFile.WriteIfDifferent(PathOf(planFolder), JsonSerializer.Serialize(texts, PlanJsonContext.Default.SortedDictionaryStringString) + "\n");
    }

    /// <summary>Values that differ between two files; none when one of them cannot be read.</summary>
    public static IReadOnlyList<ValueChange> Compare(string before, string now)
    {
        if (Read(before) is not { } old || Read(now) is not { } current)
        {
            return [];
        }
        return [.. old.Keys.Union(current.Keys)
            .Select(name => new ValueChange(name, old.GetValueOrDefault(name), current.GetValueOrDefault(name)))
            .Where(change => change.Before != change.Now)
            .OrderBy(change => change.Name, StringComparer.Ordinal)];
    }

    private static SortedDictionary<string, string>? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), PlanJsonContext.Default.SortedDictionaryStringString) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Flatten(SortedDictionary<string, string> texts, string path, object? value, int depth)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> map when depth < MaxDepth:
                foreach ((string name, object? item) in map)
                {
                    Flatten(texts, path.Length == 0 ? name : $"{path}.{name}", item, depth + 1);
                }
                break;
            case IEnumerable list when value is not string && depth < MaxDepth:
                int index = 0;
                foreach (object? item in list)
                {
                    Flatten(texts, string.Create(CultureInfo.InvariantCulture, $"{path}.{index++}"), item, depth + 1);
                }
                break;
            default:
                texts[path] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                break;
        }
    }
}
