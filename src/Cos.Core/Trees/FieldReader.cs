using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Trees;

/// <summary>Reads the keys of a mapping as the types they have. A value of another type is an error, and reading goes on.</summary>
/// <remarks>Keys match in any case; the exact spelling wins over others.</remarks>
internal sealed class FieldReader(YamlMapping mapping, DiagnosticBag diagnostics)
{
    /// <summary>A file with more of them is not one of ours at all.</summary>
    private const int MaxUnknownKeys = 50;

    /// <summary>What is read.</summary>
    public YamlMapping Mapping => mapping;

    /// <summary>Where the mapping begins.</summary>
    public SourceLocation Location => mapping.Location;

    /// <summary>The value of a key; null when it is absent or has none.</summary>
    public YamlNode? Find(string key) => FindEntry(key).Value is { } value and not YamlScalar { Kind: YamlScalarKind.Null } ? value : null;

    /// <summary>Where a key is written; where the mapping begins when it is absent.</summary>
    public SourceLocation LocationOf(string key) => FindEntry(key).Key?.Location ?? Location;

    /// <summary>A text that ought to be quoted where YAML takes it for something else; its source is kept, with a warning. Empty when absent.</summary>
    public string ReadText(string key) => Find(key) is { } value ? ToText(key, value) : "";

    /// <summary>A text; a number or boolean becomes its usual spelling. Empty when absent.</summary>
    public string ReadValueText(string key) => Find(key) is { } value ? ToValueText(key, value)?.Text ?? "" : "";

    /// <summary>False when absent.</summary>
    public bool ReadFlag(string key)
    {
        switch (Find(key))
        {
            case null:
                return false;
            case YamlScalar { Value: bool flag }:
                return flag;
            case var other:
                ReportType(key, "true or false, without quotes", other);
                return false;
        }
    }

    /// <summary>The items of a list; empty when absent.</summary>
    public ImmutableArray<YamlNode> ReadList(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequence sequence:
                return sequence.Items;
            case var other:
                ReportType(key, "a list", other);
                return [];
        }
    }

    /// <summary>A list of texts, sources kept as with <see cref="ReadText"/>.</summary>
    public ImmutableArray<string> ReadTexts(string key) => [.. ReadList(key).Select(item => ToText(key, item))];

    /// <summary>A list of texts, spelled as with <see cref="ReadValueText"/>; empty items are left out with a warning.</summary>
    public ImmutableArray<(string Text, SourceLocation Location)> ReadValueTexts(string key)
    {
        ImmutableArray<(string, SourceLocation)>.Builder texts = ImmutableArray.CreateBuilder<(string, SourceLocation)>();
        foreach (YamlNode item in ReadList(key))
        {
            if (ToValueText(key, item) is not { } text)
            {
                continue;
            }
            if (string.IsNullOrWhiteSpace(text.Text))
            {
                diagnostics.Add(TreeDiagnostics.EmptyEntry(item.Location, key));
                continue;
            }
            texts.Add(text);
        }
        return texts.ToImmutable();
    }

    /// <summary>The mappings of a list, each with a reader of its own.</summary>
    public IEnumerable<FieldReader> ReadMappings(string key)
    {
        foreach (YamlNode item in ReadList(key))
        {
            if (item is YamlMapping entry)
            {
                yield return new FieldReader(entry, diagnostics);
            }
            else
            {
                ReportType(key, "a list of mappings, such as {name: ..., category: ..., version: \">=0\"}", item);
            }
        }
    }

    /// <summary>A mapping of texts.</summary>
    public ImmutableSortedDictionary<string, string> ReadTextMap(string key)
    {
        ImmutableSortedDictionary<string, string> empty = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        switch (Find(key))
        {
            case null:
                return empty;
            case YamlMapping map:
                return empty.AddRange(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, ToText($"{key}.{entry.Key.Text}", entry.Value))));
            case var other:
                ReportType(key, "a mapping of texts", other);
                return empty;
        }
    }

    /// <summary>A reader of the mapping below a key; null when absent.</summary>
    public FieldReader? ReadMapping(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMapping map:
                return new FieldReader(map, diagnostics);
            case var other:
                ReportType(key, "a mapping", other);
                return null;
        }
    }

    /// <summary>Warns of keys that are not among those that <paramref name="place"/> has.</summary>
    public void WarnOfUnknownKeys(ImmutableArray<string> known, string place)
    {
        foreach (YamlEntry entry in mapping.Entries.Where(entry => !known.Contains(entry.Key.Text, StringComparer.OrdinalIgnoreCase)).Take(MaxUnknownKeys))
        {
            string key = entry.Key.Text;
            diagnostics.Add(Spelling.FindNearest(key, known) is { } nearest
                ? TreeDiagnostics.MisspeltKey(entry.Key.Location, key, place, nearest)
                : TreeDiagnostics.UnknownKey(entry.Key.Location, key, place));
        }
    }

    private YamlEntry FindEntry(string key) => mapping.TryGet(key, out YamlEntry exact)
        ? exact
        : mapping.Entries.FirstOrDefault(entry => entry.Key.Text.Equals(key, StringComparison.OrdinalIgnoreCase));

    private string ToText(string field, YamlNode value)
    {
        if (value is not YamlScalar scalar)
        {
            ReportType(field, "a text", value);
            return "";
        }
        if (scalar.Kind is YamlScalarKind.Boolean or YamlScalarKind.Integer or YamlScalarKind.Float)
        {
            diagnostics.Add(TreeDiagnostics.UnquotedText(scalar.Location, field, scalar.Describe(), scalar.Text));
        }
        return scalar.Kind == YamlScalarKind.Null ? "" : scalar.Value as string ?? scalar.Text;
    }

    private (string Text, SourceLocation Location)? ToValueText(string field, YamlNode value)
    {
        switch (value)
        {
            case YamlScalar scalar:
                string text = scalar.ValueText;
                if (scalar.Kind is not (YamlScalarKind.String or YamlScalarKind.Null) && text != scalar.Text)
                {
                    diagnostics.Add(TreeDiagnostics.ConvertedText(scalar.Location, field, scalar.Text, text));
                }
                return (text, scalar.Location);
            case YamlMapping { Entries: [{ Key: { Style: YamlScalarStyle.Plain } key }, ..] }:
                diagnostics.Add(TreeDiagnostics.TextReadAsMapping(value.Location, field, key.Text));
                return null;
            default:
                ReportType(field, "a text", value);
                return null;
        }
    }

    private void ReportType(string field, string expected, YamlNode found) =>
        diagnostics.Add(TreeDiagnostics.WrongType(found.Location, field, expected, found.Describe()));
}
