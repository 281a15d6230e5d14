using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>
/// The file system that layers make when they are applied over one another, with a line: what was there before it is remembered.
/// </summary>
internal sealed class LayerTree
{
    /// <summary>The root, which has no name.</summary>
    public LayerNode Root { get; } = new();

    /// <summary>Applies a layer: first what it removes from below it, then what it states.</summary>
    /// <param name="layer">With offsets when contents may be wanted.</param>
    /// <param name="isOfInterest">Whether what it changes counts as touched.</param>
    /// <param name="isMountPoint">Whether an entry is there because the engine mounts something on it, and not a step's doing.</param>
    public void Apply(SpooledLayer layer, bool isOfInterest, Func<TarEntry, bool> isMountPoint)
    {
        foreach (string path in layer.Index.Removed)
        {
            if (Find(path) is { } node)
            {
                Remove(node, isOfInterest);
            }
        }
        foreach (string path in layer.Index.Opaque)
        {
            if (Find(path) is { } node)
            {
                RemoveChildren(node, isOfInterest);
            }
        }
        for (int i = 0; i < layer.Index.Entries.Length; i++)
        {
            TarEntry entry = layer.Index.Entries[i];
            bool touches = isOfInterest && !isMountPoint(entry);
            Place(entry, layer.Index.Sums[i], layer.Offsets.IsEmpty ? -1 : layer.Offsets[i], touches);
        }
    }

    /// <summary>Draws the line: all that is there now was there before.</summary>
    public void DrawLine() => DrawLine(Root);

    private static void DrawLine(LayerNode node)
    {
        node.Before = node.After;
        foreach (LayerNode child in node.Children)
        {
            DrawLine(child);
        }
    }

    private void Place(TarEntry entry, ulong sum, long offset, bool isOfInterest)
    {
        LayerNode node = FindOrAdd(entry.Path);
        LayerFile file = entry.Kind == TarEntryKind.HardLink && Find(entry.LinkTarget!)?.After is { IsDirectory: false } target
            ? target
            : new LayerFile(entry, sum, offset);
        if (node.After is { IsDirectory: true } && !file.IsDirectory)
        {
            RemoveChildren(node, isOfInterest);
        }
        node.After = file;
        node.IsTouched |= isOfInterest;
    }

    private static void Remove(LayerNode node, bool isOfInterest)
    {
        RemoveChildren(node, isOfInterest);
        node.IsTouched |= isOfInterest && node.After is not null;
        node.After = null;
    }

    private static void RemoveChildren(LayerNode node, bool isOfInterest)
    {
        foreach (LayerNode child in node.Children)
        {
            Remove(child, isOfInterest);
        }
    }

    private LayerNode? Find(string path)
    {
        LayerNode? node = Root;
        if (path.Length > 0)
        {
            foreach (Range range in path.AsSpan().Split('/'))
            {
                node = node?.Find(path.AsSpan(range));
            }
        }
        return node;
    }

    private LayerNode FindOrAdd(string path)
    {
        LayerNode node = Root;
        if (path.Length > 0)
        {
            foreach (Range range in path.AsSpan().Split('/'))
            {
                node = node.FindOrAdd(path.AsSpan(range));
            }
        }
        return node;
    }
}
