using System.Globalization;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.Templating;

/// <summary>Just enough YAML for tests of templates, which get theirs from outside.</summary>
internal static class TestYaml
{
    public static string Write(object? value) => string.Join('\n', Lines(value));

    public static object? Read(string text)
    {
        if (text == "a: [")
        {
            throw new CosException(new Diagnostic("COS1000", DiagnosticSeverity.Error, "The list has no end.", null));
        }
        if (text.StartsWith('['))
        {
            return text.Trim('[', ']').Split(", ").Select(Scalar).ToArray();
        }
        return text.Split('\n').Select(line => line.Split(": ")).ToDictionary(
            parts => parts[0], parts => parts[1].StartsWith('[') ? Read(parts[1]) : Scalar(parts[1]));
    }

    private static object? Scalar(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out long number) ? number : text == "null" ? null : text;

    private static IEnumerable<string> Lines(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> { Count: > 0 } map => map.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(Entry),
        IReadOnlyDictionary<string, object?> => ["{}"],
        IReadOnlyList<object?> { Count: > 0 } list => list.SelectMany(Item),
        IReadOnlyList<object?> => ["[]"],
        null => ["null"],
        bool flag => [flag ? "true" : "false"],
        string text => [NeedsQuotes(text) ? $"\"{text}\"" : text],
        _ => [System.Convert.ToString(value, CultureInfo.InvariantCulture)!],
    };

    private static IEnumerable<string> Entry(KeyValuePair<string, object?> pair)
    {
        string[] lines = [.. Lines(pair.Value)];
        return pair.Value is IReadOnlyDictionary<string, object?> { Count: > 0 } ? [pair.Key + ":", .. lines.Select(line => "  " + line)]
            : pair.Value is IReadOnlyList<object?> { Count: > 0 } ? [pair.Key + ":", .. lines]
            : [$"{pair.Key}: {lines[0]}"];
    }

    private static IEnumerable<string> Item(object? item) => Lines(item).Select((line, index) => (index == 0 ? "- " : "  ") + line);

    private static bool NeedsQuotes(string text) =>
        text is "" or "true" or "false" or "null" or "yes" or "no" || double.TryParse(text, CultureInfo.InvariantCulture, out _);
}
