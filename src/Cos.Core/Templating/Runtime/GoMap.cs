namespace Cos.Sdk.Templating.Runtime;

/// <summary>A dictionary from strings, with a type of elements. <c>set</c> and <c>merge</c> change it in place.</summary>
/// <remarks>
/// A dictionary that came from outside is copied when it is first looked into, one level only, and so is never changed itself.
/// </remarks>
internal sealed class GoMap
{
    private IReadOnlyDictionary<string, object?>? _source;
    private Dictionary<string, object?>? _items;
    private string[]? _keys;
    private readonly ValueReads? _reads;

    /// <summary>An empty dictionary.</summary>
    public GoMap(GoType type)
    {
        Type = type;
        _items = new Dictionary<string, object?>(StringComparer.Ordinal);
    }

    private GoMap(IReadOnlyDictionary<string, object?> source, ValueReads? reads)
    {
        Type = GoType.Dictionary;
        _source = source;
        _reads = reads;
    }

    /// <summary>The type of the dictionary, not of its elements.</summary>
    public GoType Type { get; }

    /// <summary>Whether it is the nil dictionary, which is as empty as <c>map[]</c> but JSON's null and cannot be added to.</summary>
    public bool IsNil { get; private init; }

    /// <summary>How many entries it has.</summary>
    public int Count
    {
        get
        {
            _reads?.MarkCounted();
            return _items?.Count ?? _source!.Count;
        }
    }

    /// <summary>The keys in the order of their bytes.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            if (_keys is null)
            {
                _keys = [.. Materialize().Keys];
                Array.Sort(_keys, GoText.Compare);
            }
            return _keys;
        }
    }

    /// <summary>The value of a key that is known to be there; sets it.</summary>
    public object? this[string key]
    {
        get
        {
            _reads?.Find(key)?.MarkRead();
            return Materialize()[key];
        }
        set
        {
            Dictionary<string, object?> items = Materialize();
            int before = items.Count;
            items[key] = value;
            if (items.Count != before)
            {
                _keys = null;
            }
        }
    }

    /// <summary>A dictionary of anything.</summary>
    public static GoMap Create() => new(GoType.Dictionary);

    /// <summary>The nil dictionary.</summary>
    public static GoMap Nil(GoType type) => new(type) { IsNil = true };

    /// <summary>A dictionary from outside.</summary>
    public static GoMap FromOutside(IReadOnlyDictionary<string, object?> source, ValueReads? reads = null) => new(source, reads);

    /// <summary>Finds the value of a key.</summary>
    public bool TryGet(string key, out object? value)
    {
        _reads?.Find(key)?.MarkRead();
        return Materialize().TryGetValue(key, out value);
    }

    /// <summary>Removes a key, if it is there.</summary>
    public void Remove(string key)
    {
        if (Materialize().Remove(key))
        {
            _keys = null;
        }
    }

    private Dictionary<string, object?> Materialize()
    {
        if (_items is null)
        {
            Dictionary<string, object?> items = new(_source!.Count, StringComparer.Ordinal);
            foreach ((string key, object? value) in _source)
            {
                items[key] = value is IReadOnlyDictionary<string, object?> map && _reads?.Find(key) is { } reads
                    ? FromOutside(map, reads)
                    : ValueImport.FromOutside(value);
            }
            (_items, _source) = (items, null);
        }
        return _items;
    }
}
