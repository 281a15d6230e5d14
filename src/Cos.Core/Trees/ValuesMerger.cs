namespace Cos.Sdk.Trees;

/// <summary>Lays values over values.</summary>
internal static class ValuesMerger
{
    /// <summary>
    /// Dictionaries are merged key by key at every depth; anything else in <paramref name="over"/>, be it false, zero or empty, takes the place of what
    /// was there. A key without a value (null) says nothing: what was there stays. Neither argument is changed.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> Merge(IReadOnlyDictionary<string, object?> values, IReadOnlyDictionary<string, object?> over)
    {
        if (over.Count == 0)
        {
            return values;
        }
        Dictionary<string, object?> merged = new(values, StringComparer.Ordinal);
        foreach ((string key, object? value) in over)
        {
            if (value is null && merged.ContainsKey(key))
            {
                continue;
            }
            merged[key] = value is IReadOnlyDictionary<string, object?> more
                && merged.TryGetValue(key, out object? known) && known is IReadOnlyDictionary<string, object?> map
                    ? Merge(map, more)
                    : value;
        }
        return merged;
    }
}
