namespace Cos.Sdk.Templating;

/// <summary>
/// Which of some nested values templates looked at. Its shape is that of the dictionaries; lists count as one value. Thread-safe: reads are only ever
/// added.
/// </summary>
internal sealed class ValueReads
{
    private readonly Dictionary<string, ValueReads> _children = new(StringComparer.Ordinal);
    private volatile bool _isRead;
    private volatile bool _isCounted;

    /// <summary>Follows the dictionaries of some values.</summary>
    public ValueReads(IReadOnlyDictionary<string, object?>? values)
    {
        foreach ((string key, object? value) in values ?? System.Collections.Immutable.ImmutableDictionary<string, object?>.Empty)
        {
            _children.Add(key, new ValueReads(value as IReadOnlyDictionary<string, object?>));
        }
    }

    /// <summary>Whether a template looked this value up, by its key or with all of its neighbours.</summary>
    public bool IsRead => _isRead;

    /// <summary>Whether a template asked if a dictionary is empty, or how large it is.</summary>
    public bool IsCounted => _isCounted;

    /// <summary>What lies below a key; null where the values have no such key.</summary>
    public ValueReads? Find(string key) => _children.GetValueOrDefault(key);

    /// <summary>Notes a look-up.</summary>
    public void MarkRead() => _isRead = true;

    /// <summary>Notes that the size was asked for.</summary>
    public void MarkCounted() => _isCounted = true;
}
