namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>A name in the tree of a <see cref="LayerTree"/>.</summary>
internal sealed class LayerNode
{
    private Dictionary<string, LayerNode>? _children;

    /// <summary>What is here before the line; null for nothing.</summary>
    public LayerFile? Before { get; set; }

    /// <summary>What is here now; null for nothing.</summary>
    public LayerFile? After { get; set; }

    /// <summary>Whether a layer whose results are of interest stated or removed it.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Names below, in no order.</summary>
    public IReadOnlyCollection<LayerNode> Children => _children is null ? [] : _children.Values;

    /// <summary>Names below with their nodes, in byte order.</summary>
    public IEnumerable<KeyValuePair<string, LayerNode>> SortedChildren =>
        _children is null ? [] : _children.OrderBy(child => child.Key, StringComparer.Ordinal);

    public LayerNode? Find(ReadOnlySpan<char> name) =>
        _children is not null && _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out LayerNode? child) ? child : null;

    public LayerNode FindOrAdd(ReadOnlySpan<char> name)
    {
        if (Find(name) is { } child)
        {
            return child;
        }
        _children ??= new Dictionary<string, LayerNode>(StringComparer.Ordinal);
        return _children[name.ToString()] = new LayerNode();
    }
}
