namespace Cos.Sdk.Trees.Yaml;

/// <summary>
/// The plain values of nodes, as templates see them: null, bool, long, ulong, double, string, lists
/// (<see cref="IReadOnlyList{T}"/> of object) and dictionaries (<see cref="IReadOnlyDictionary{TKey, TValue}"/> of string and object).
/// </summary>
internal static class YamlValues
{
    /// <summary>The value of a node.</summary>
    /// <param name="node">Any node.</param>
    /// <param name="integersAsFloats">As where a document went through JSON: 1500000 becomes the double that prints as 1.5e+06.</param>
    public static object? Of(YamlNode node, bool integersAsFloats = false) => node switch
    {
        YamlMapping mapping => Of(mapping, integersAsFloats),
        YamlSequence sequence => Of(sequence, integersAsFloats),
        YamlScalar { Kind: YamlScalarKind.Integer } scalar when integersAsFloats => YamlResolver.ToDouble(scalar.Value),
        YamlScalar scalar => scalar.Value,
        _ => throw new ArgumentException("A kind of node without values.", nameof(node)),
    };

    /// <summary>The values of a mapping.</summary>
    public static IReadOnlyDictionary<string, object?> Of(YamlMapping mapping, bool integersAsFloats = false)
    {
        Dictionary<string, object?> values = new(mapping.Entries.Length, StringComparer.Ordinal);
        foreach (YamlEntry entry in mapping.Entries)
        {
            values.Add(entry.Key.Text, Of(entry.Value, integersAsFloats));
        }
        return values;
    }

    private static object?[] Of(YamlSequence sequence, bool integersAsFloats)
    {
        object?[] values = new object?[sequence.Items.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Of(sequence.Items[i], integersAsFloats);
        }
        return values;
    }
}
