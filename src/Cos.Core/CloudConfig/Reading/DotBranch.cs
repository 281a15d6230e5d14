using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>A place in the document that arguments in dot notation describe. What came last wins.</summary>
internal sealed class DotBranch(int column)
{
    private readonly List<(string Key, DotBranch Branch)> _keys = [];

    private readonly SortedDictionary<int, DotBranch> _items = [];

    /// <summary>The text of a leaf.</summary>
    public string? Value { get; set; }

    /// <summary>Whether nothing is here.</summary>
    public bool IsEmpty => Value is null && _keys.Count == 0 && _items.Count == 0;

    /// <summary>The place below a key.</summary>
    public DotBranch Key(string key, int at)
    {
        int known = _keys.FindIndex(entry => entry.Key == key);
        if (known >= 0)
        {
            return _keys[known].Branch;
        }
        DotBranch branch = new(at);
        _keys.Add((key, branch));
        return branch;
    }

    /// <summary>The place of a list's item. Items that nothing is said of do not count.</summary>
    public DotBranch Item(int index, int at) => _items.TryGetValue(index, out DotBranch? known) ? known : _items[index] = new DotBranch(at);

    /// <summary>The node of what is here.</summary>
    public YamlNode ToNode()
    {
        if (_items.Count > 0)
        {
            ImmutableArray<YamlNode> items = [.. _items.Values.Select(item => item.ToNode())];
            return new YamlSequence(Locate, 1, column, items, items.Max(item => item.Depth) + 1, items.Sum(item => item.Size) + 1);
        }
        if (_keys.Count > 0)
        {
            ImmutableArray<YamlEntry> entries =
                [.. _keys.Select(entry => new YamlEntry(Scalar(entry.Key, YamlScalarKind.String, entry.Key), entry.Branch.ToNode()))];
            return new YamlMapping(Locate, 1, column, entries, entries.Max(entry => entry.Value.Depth) + 1, entries.Sum(entry => entry.Value.Size + 1) + 1);
        }
        (YamlScalarKind kind, object? value) = YamlResolver.ResolvePlain(Value ?? "");
        return Scalar(Value ?? "", kind, value);
    }

    private static SourceLocation Locate(int line, int at) => new(DotNotation.Place, line, at);

    private YamlScalar Scalar(string text, YamlScalarKind kind, object? value) =>
        new(Locate, 1, column, text, YamlScalarStyle.Plain, null, kind, value);
}
