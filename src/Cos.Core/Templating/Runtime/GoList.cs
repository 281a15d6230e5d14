namespace Cos.Sdk.Templating.Runtime;

/// <summary>A list with a type of elements. Its length never changes.</summary>
/// <remarks>A list that came from outside is converted when it is first looked into, one level only.</remarks>
internal sealed class GoList
{
    private IReadOnlyList<object?>? _source;
    private object?[]? _items;

    /// <summary>A list of values of the template language; <paramref name="items"/> must not be changed afterwards.</summary>
    public GoList(GoType type, object?[] items)
    {
        Type = type;
        _items = items;
    }

    private GoList(IReadOnlyList<object?> source)
    {
        Type = GoType.List;
        _source = source;
    }

    /// <summary>The type of the list, not of its elements.</summary>
    public GoType Type { get; }

    /// <summary>Whether it is the nil list, which is as empty as <c>[]</c> but JSON's null.</summary>
    public bool IsNil { get; private init; }

    /// <summary>The elements.</summary>
    public ReadOnlySpan<object?> Items => Materialize();

    /// <summary>How many elements it has.</summary>
    public int Count => _items?.Length ?? _source!.Count;

    /// <summary>One element.</summary>
    public object? this[int index] => Materialize()[index];

    /// <summary>A list of anything.</summary>
    public static GoList Of(params object?[] items) => new(GoType.List, items);

    /// <summary>A list of strings.</summary>
    public static GoList OfStrings(IEnumerable<string> items) => new(GoType.StringList, [.. items]);

    /// <summary>The nil list of a type.</summary>
    public static GoList Nil(GoType type) => new(type, []) { IsNil = true };

    /// <summary>A list from outside.</summary>
    public static GoList FromOutside(IReadOnlyList<object?> source) => new(source);

    /// <summary>The elements as an array, which must not be changed.</summary>
    public object?[] ToArray() => Materialize();

    private object?[] Materialize()
    {
        if (_items is null)
        {
            object?[] items = new object?[_source!.Count];
            for (int i = 0; i < items.Length; i++)
            {
                items[i] = ValueImport.FromOutside(_source[i]);
            }
            (_items, _source) = (items, null);
        }
        return _items;
    }
}
