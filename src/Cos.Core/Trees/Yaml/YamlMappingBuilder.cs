using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>
/// Collects the entries of one mapping. A later key replaces an earlier one of the same text, with a warning; a merge (<c>&lt;&lt;</c>) adds the
/// keys of other mappings at its place, so that keys written after it win over it and it wins over keys written before it.
/// </summary>
internal sealed class YamlMappingBuilder(YamlWarnings diagnostics)
{
    private const string MergeKey = "<<";

    private const int ScanLimit = 12;

    private const string MergeTag = "tag:yaml.org,2002:merge";

    private readonly List<YamlEntry> _entries = [];

    /// <summary>Whether the entry at the same place came by a merge.</summary>
    private readonly List<bool> _merged = [];

    /// <summary>Places of keys; made when scanning would take long.</summary>
    private Dictionary<string, int>? _index;

    private long _mergedSize;

    /// <summary>Adds a key, or merges; false after an error that was reported.</summary>
    public bool TryAdd(YamlScalar key, YamlNode value)
    {
        if (key.Text == MergeKey && (key.Tag == MergeTag || (key.Tag is null && key.Style == YamlScalarStyle.Plain)))
        {
            return TryMerge(value);
        }
        int known = Find(key.Text);
        if (known >= 0 && !_merged[known])
        {
            diagnostics.Warn(TreeDiagnostics.DuplicateKey(key.Location, key.Text, _entries[known].Key.Location.Line));
        }
        Set(known, new YamlEntry(key, value), merged: false);
        return true;
    }

    /// <summary>The size of what merges added since the last call.</summary>
    public long TakeMergedSize()
    {
        long size = _mergedSize;
        _mergedSize = 0;
        return size;
    }

    /// <summary>The mapping of what was added.</summary>
    public YamlMapping Build(YamlLocator locator, int line, int column)
    {
        int below = 0;
        long size = 1;
        foreach (YamlEntry entry in _entries)
        {
            below = Math.Max(below, entry.Value.Depth);
            size += 1 + entry.Value.Size;
        }
        return new YamlMapping(locator, line, column, [.. _entries], below + 1, size);
    }

    private bool TryMerge(YamlNode value)
    {
        switch (value)
        {
            case YamlMapping mapping:
                Merge(mapping);
                return true;
            case YamlSequence sequence when sequence.Items.All(item => item is YamlMapping):
                foreach (YamlNode item in sequence.Items.Reverse())
                {
                    Merge((YamlMapping)item);
                }
                return true;
            default:
                diagnostics.Fail(TreeDiagnostics.InvalidMerge(value.Location, value.Describe()));
                return false;
        }
    }

    private void Merge(YamlMapping mapping)
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            int known = Find(entry.Key.Text);
            if (known >= 0 && !_merged[known])
            {
                diagnostics.Warn(TreeDiagnostics.MergeReplaces(_entries[known].Key.Location, entry.Key.Text));
            }
            Set(known, entry, merged: true);
            _mergedSize += 1 + entry.Value.Size;
        }
    }

    private void Set(int known, YamlEntry entry, bool merged)
    {
        if (known >= 0)
        {
            _entries[known] = entry;
            _merged[known] = merged;
            return;
        }
        _index?.Add(entry.Key.Text, _entries.Count);
        _entries.Add(entry);
        _merged.Add(merged);
    }

    private int Find(string key)
    {
        if (_entries.Count <= ScanLimit)
        {
            return _entries.FindIndex(entry => entry.Key.Text == key);
        }
        _index ??= _entries.Select((entry, place) => (entry.Key.Text, place)).ToDictionary(pair => pair.Text, pair => pair.place, StringComparer.Ordinal);
        return _index.GetValueOrDefault(key, -1);
    }
}
