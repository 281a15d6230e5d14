using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>The keys of a mapping of a cloud-config file, read as what they must be. An unknown key is an error.</summary>
internal sealed class ConfigFields
{
    private const int MaxUnknownKeys = 50;

    private readonly FieldReader _fields;

    private readonly DiagnosticBag _diagnostics;

    private readonly string _place;

    /// <summary>Takes a mapping, and reports its unknown keys.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="place">What it is, for messages: <c>an entry of files</c>.</param>
    /// <param name="known">Its keys.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public ConfigFields(YamlMapping mapping, string place, ImmutableArray<string> known, DiagnosticBag diagnostics)
    {
        (_fields, _place, _diagnostics) = (new FieldReader(mapping, diagnostics), place, diagnostics);
        foreach (YamlEntry entry in mapping.Entries.Where(entry => !known.Contains(entry.Key.Text, StringComparer.OrdinalIgnoreCase)).Take(MaxUnknownKeys))
        {
            string key = entry.Key.Text;
            string? nearest = Spelling.FindNearest(key, known);
            Misspelt = nearest is null ? Misspelt : Misspelt.Add(nearest);
            diagnostics.Add(nearest is not null
                ? CloudConfigDiagnostics.MisspeltKey(entry.Key.Location, key, place, nearest)
                : CloudConfigDiagnostics.UnknownKey(entry.Key.Location, key, place, string.Join(", ", known)));
        }
    }

    /// <summary>Where the mapping begins.</summary>
    public SourceLocation Location => _fields.Location;

    /// <summary>The keys that misspelt ones were probably meant to be.</summary>
    public ImmutableArray<string> Misspelt { get; } = [];

    /// <summary>Takes what is wrong.</summary>
    public DiagnosticBag Diagnostics => _diagnostics;

    /// <summary>Whether a key has a value.</summary>
    public bool Has(string key) => _fields.Find(key) is not null;

    /// <summary>The value of a key; null when it is absent.</summary>
    public YamlNode? Find(string key) => _fields.Find(key);

    /// <summary>Where the value of a key is; where the mapping begins when it is absent.</summary>
    public SourceLocation LocationOf(string key) => _fields.Find(key)?.Location ?? Location;

    /// <summary>A text; empty when absent.</summary>
    public string Text(string key) => _fields.ReadValueText(key);

    /// <summary>A flag; false when absent.</summary>
    public bool Flag(string key) => _fields.ReadFlag(key);

    /// <summary>A list of texts.</summary>
    public ImmutableArray<(string Text, SourceLocation Location)> LocatedTexts(string key) => _fields.ReadValueTexts(key);

    /// <summary>A list of texts.</summary>
    public ImmutableArray<string> Texts(string key) => [.. _fields.ReadValueTexts(key).Select(item => item.Text)];

    /// <summary>A mapping of texts.</summary>
    public IEnumerable<(string Key, string Value, SourceLocation Location)> TextMap(string key)
    {
        if (Mapping(key) is not { } map)
        {
            yield break;
        }
        FieldReader entries = new(map, _diagnostics);
        foreach (YamlEntry entry in map.Entries)
        {
            yield return (entry.Key.Text, entries.ReadValueText(entry.Key.Text), entry.Key.Location);
        }
    }

    /// <summary>The mapping below a key; null when absent.</summary>
    public YamlMapping? Mapping(string key) => _fields.ReadMapping(key)?.Mapping;

    /// <summary>The keys of the mapping below a key; null when absent.</summary>
    public ConfigFields? Section(string key, ImmutableArray<string> known) =>
        Mapping(key) is { } map ? new ConfigFields(map, key, known, _diagnostics) : null;

    /// <summary>The mappings of a list.</summary>
    public IEnumerable<ConfigFields> Entries(string key, ImmutableArray<string> known) =>
        _fields.ReadMappings(key).Select(entry => new ConfigFields(entry.Mapping, $"an entry of {key}", known, _diagnostics));

    /// <summary>A text that must be there; null after an error.</summary>
    public string? Require(string key)
    {
        string text = Text(key);
        if (text.Length > 0)
        {
            return text;
        }
        _diagnostics.Add(CloudConfigDiagnostics.MissingKey(Location, key, _place));
        return null;
    }

    /// <summary>An absolute path that must be there; null after an error.</summary>
    public string? RequirePath(string key) => Require(key) is { } path ? Checked(key, path, Rules.IsAbsolutePath, Rules.AbsolutePath) : null;

    /// <summary>An absolute path; the given one when absent, null after an error.</summary>
    public string? PathOr(string key, string missing) => Has(key) ? RequirePath(key) : missing;

    /// <summary>The text when it keeps a rule; null after an error.</summary>
    public string? Checked(string key, string text, Func<string, bool> rule, string expected)
    {
        if (rule(text))
        {
            return text;
        }
        _diagnostics.Add(CloudConfigDiagnostics.InvalidValue(LocationOf(key), text, key, expected));
        return null;
    }

    /// <summary>A whole number from 0; null when absent or after an error.</summary>
    public uint? Number(string key)
    {
        string text = Text(key);
        if (text.Length == 0)
        {
            return null;
        }
        return Checked(key, text, value => uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _), "a whole number from 0") is { } number
            ? uint.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Permissions as four octal digits; the given ones when absent, null after an error.</summary>
    public string? Mode(string key, string missing) => _fields.Find(key) switch
    {
        null => missing,
        YamlScalar scalar => PermissionReader.Read(scalar, key, _diagnostics),
        var other => Fail(CloudConfigDiagnostics.InvalidMode(other.Location, other.Describe(), key)),
    };

    /// <summary>Owner and group, from <c>owner</c>, <c>group</c> and <c>owner_string</c>; null after an error.</summary>
    public FileOwner? Owner()
    {
        string user = Text("owner");
        string group = Text("group");
        foreach ((string key, string name) in new[] { ("owner", user), ("group", group) })
        {
            if (name.Length > 0 && Checked(key, name, Rules.IsAccountOrNumber, Rules.AccountOrNumber) is null)
            {
                return null;
            }
        }
        return Text("owner_string") is { Length: > 0 } both ? OwnerOf("owner_string", both) : new FileOwner(user, group);
    }

    /// <summary>Owner and group of a text <c>user:group</c>; null after an error.</summary>
    public FileOwner? OwnerOf(string key, string text)
    {
        string[] parts = text.Split(':');
        return parts.Length <= 2 && Array.TrueForAll(parts, Rules.IsAccountOrNumber)
            ? new FileOwner(parts[0], parts.ElementAtOrDefault(1) ?? "")
            : Checked(key, text, _ => false, "USER or USER:GROUP") is null ? null : FileOwner.None;
    }

    private string? Fail(Diagnostic diagnostic)
    {
        _diagnostics.Add(diagnostic);
        return null;
    }
}
