using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>Chooses from a tree what a delta takes.</summary>
internal sealed class DeltaSelection
{
    private static readonly LayerFile ImpliedFolder = new(
        new TarEntry { Path = "", Kind = TarEntryKind.Directory, Mode = 0b111_101_101 }, sum: 0, offset: -1);

    private readonly DeltaRequest _request;
    private readonly ImmutableArray<(string, LayerFile)>.Builder _taken = ImmutableArray.CreateBuilder<(string, LayerFile)>();
    private readonly ImmutableArray<string>.Builder _changed = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _deleted = ImmutableArray.CreateBuilder<string>();
    private readonly List<(string Path, LayerFile File)> _parents = [];
    private int _parentsTaken;

    private DeltaSelection(DeltaRequest request) => _request = request;

    /// <summary>Paths with what they hold, in the order of a walk by name.</summary>
    public ImmutableArray<(string Path, LayerFile File)> Taken => _taken.ToImmutable();

    /// <summary>See <see cref="DeltaResult.Changed"/>.</summary>
    public ImmutableArray<string> Changed => _changed.ToImmutable();

    /// <summary>See <see cref="DeltaResult.Deleted"/>.</summary>
    public ImmutableArray<string> Deleted => _deleted.ToImmutable();

    /// <summary>Walks the whole tree.</summary>
    public static DeltaSelection Select(LayerTree tree, DeltaRequest request)
    {
        DeltaSelection selection = new(request);
        selection.VisitChildren(tree.Root, "");
        return selection;
    }

    private void VisitChildren(LayerNode parent, string parentPath)
    {
        foreach ((string name, LayerNode node) in parent.SortedChildren)
        {
            Visit(node, parentPath.Length == 0 ? name : $"{parentPath}/{name}");
        }
    }

    private void Visit(LayerNode node, string path)
    {
        if (node is { Before: not null, After: null })
        {
            if (node.IsTouched)
            {
                _deleted.Add(path);
            }
            return;
        }
        if (node.After is not { } file)
        {
            VisitBelow(node, path, ImpliedFolder);
            return;
        }
        bool isNew = node.Before is null;
        bool isChanged = !isNew && node.IsTouched && !file.ShowsAs(node.Before!);
        if (node.IsTouched && (isNew || (isChanged && _request.Mode == DeltaMode.Changes)))
        {
            if (_request.Takes("/" + path))
            {
                Take(path, file);
            }
        }
        else if (isChanged)
        {
            _changed.Add(path);
        }
        VisitBelow(node, path, file);
    }

    private void VisitBelow(LayerNode node, string path, LayerFile folder)
    {
        if (node.Children.Count == 0)
        {
            return;
        }
        bool alreadyTaken = _taken.Count > 0 && _taken[^1].Item1 == path;
        _parents.Add((path, folder));
        _parentsTaken += alreadyTaken ? 1 : 0;
        VisitChildren(node, path);
        _parents.RemoveAt(_parents.Count - 1);
        _parentsTaken = Math.Min(_parentsTaken, _parents.Count);
    }

    private void Take(string path, LayerFile file)
    {
        for (; _parentsTaken < _parents.Count; _parentsTaken++)
        {
            _taken.Add(_parents[_parentsTaken]);
        }
        _taken.Add((path, file));
    }
}
