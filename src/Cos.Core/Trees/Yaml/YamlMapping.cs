using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Keys and values; duplicates and merges are settled, so each key is there once.</summary>
internal sealed class YamlMapping(YamlLocator locator, int line, int column, ImmutableArray<YamlEntry> entries, int depth, long size)
    : YamlNode(locator, line, column, depth, size)
{
    private const int ScanLimit = 12;

    private Dictionary<string, YamlEntry>? _index;

    /// <summary>In the order written.</summary>
    public ImmutableArray<YamlEntry> Entries => entries;

    /// <summary>Finds the entry of exactly this key.</summary>
    public bool TryGet(string key, out YamlEntry entry)
    {
        if (entries.Length > ScanLimit)
        {
            return (_index ??= entries.ToDictionary(item => item.Key.Text, StringComparer.Ordinal)).TryGetValue(key, out entry);
        }
        foreach (YamlEntry candidate in entries)
        {
            if (candidate.Key.Text == key)
            {
                entry = candidate;
                return true;
            }
        }
        entry = default;
        return false;
    }

    /// <summary>Finds the value of exactly this key.</summary>
    public bool TryGetValue(string key, [NotNullWhen(true)] out YamlNode? value)
    {
        bool found = TryGet(key, out YamlEntry entry);
        value = found ? entry.Value : null;
        return found;
    }

    /// <inheritdoc />
    public override string Describe() => "a mapping";
}
