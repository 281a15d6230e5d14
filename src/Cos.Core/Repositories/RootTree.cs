using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>
/// A root file system that is composed from the entries of archives: which entry counts at which path. Paths behind symbolic links
/// are taken to where the links lead, so that <c>bin/sh</c> meets <c>usr/bin/sh</c> below a <c>bin</c> that leads to <c>usr/bin</c>.
/// </summary>
/// <remarks>Nodes are kept by resolved path; the folders above each node are nodes too, except the root.</remarks>
internal sealed class RootTree
{
    private const int FolderMode = 0b111_101_101;

    private readonly IReadOnlyList<string> _owners;
    private readonly RootTreeOptions _options;
    private readonly RootLinks _links;
    private readonly DiagnosticBag _diagnostics;
    private readonly Dictionary<string, RootNode> _nodes = new(StringComparer.Ordinal);
    private readonly RootBudget _budget;

    /// <param name="owners">The packages as messages name them, by index.</param>
    /// <param name="options">How entries are taken.</param>
    /// <param name="links">All links that will be placed, where they are known beforehand; otherwise links count from when they are placed.</param>
    /// <param name="diagnostics">Takes what is refused and what is doubtful.</param>
    public RootTree(IReadOnlyList<string> owners, RootTreeOptions options, RootLinks links, DiagnosticBag diagnostics)
    {
        _owners = owners;
        _options = options;
        _links = links;
        _diagnostics = diagnostics;
        _budget = new RootBudget(options.Limits);
    }

    /// <summary>All nodes by resolved path.</summary>
    public IReadOnlyDictionary<string, RootNode> Nodes => _nodes;

    /// <summary>Bytes of content of all entries that were offered.</summary>
    public long TotalSize => _budget.TotalSize;

    /// <summary>Puts one entry into the root.</summary>
    /// <param name="entry">As the archive states it.</param>
    /// <param name="package">The index of its package.</param>
    /// <param name="ordinal">Its number in the archive.</param>
    public Placement Place(TarEntry entry, int package, int ordinal)
    {
        _budget.Charge(entry, _owners[package]);
        LinkProblem problem = _links.TryResolveFolder(entry.Path, out string path);
        if (problem == LinkProblem.None && entry.Kind == TarEntryKind.Directory && _links.Contains(path))
        {
            problem = _links.TryResolve(path, out path);
        }
        if (problem != LinkProblem.None)
        {
            return Refuse(RepositoryDiagnostics.ThroughLink(_owners[package], Show(entry.Path), problem == LinkProblem.Loops ? "never ends" : "leads above the root"));
        }
        TarEntry placed = entry with { Path = path, ModificationTime = Math.Min(entry.ModificationTime, _options.Epoch) };
        if (entry.Kind == TarEntryKind.HardLink && !TryResolveHardLink(placed, package, out placed))
        {
            return new Placement(PlacementKind.Refused, null, []);
        }
        if (_nodes.TryGetValue(path, out RootNode? there))
        {
            return Meet(there, placed, package, ordinal);
        }
        if (!TryImplyFolders(path, package, out ImmutableArray<RootNode> implied))
        {
            return new Placement(PlacementKind.Refused, null, []);
        }
        RootNode node = new(placed, package, ordinal, isImplied: false);
        _nodes.Add(path, node);
        if (placed.Kind == TarEntryKind.SymbolicLink)
        {
            _links.Add(path, placed.LinkTarget!);
        }
        return new Placement(PlacementKind.Added, node, implied);
    }

    private Placement Meet(RootNode there, TarEntry entry, int package, int ordinal)
    {
        if (there.Entry.Kind == TarEntryKind.Directory && entry.Kind == TarEntryKind.Directory)
        {
            return MeetFolder(there, entry, package, ordinal);
        }
        if (there.Package == package && !there.IsImplied)
        {
            return Refuse(RepositoryDiagnostics.NamedTwice(_owners[package], Show(entry.Path)));
        }
        if (!EntryComparison.SameDescription(there.Entry, entry))
        {
            return Refuse(EntryComparison.Conflict(_owners[there.Package], _owners[package], there.Entry, entry));
        }
        bool contentDecides = entry is { Kind: TarEntryKind.File, Size: > 0 };
        return new Placement(contentDecides ? PlacementKind.SameIfContentIs : PlacementKind.Same, there, []);
    }

    /// <summary>
    /// The first package that says something particular of a folder is right: 0755 of root is what tools write for a folder
    /// that they only needed on the way, and must not open a stricter one.
    /// </summary>
    private Placement MeetFolder(RootNode there, TarEntry entry, int package, int ordinal)
    {
        bool same = EntryComparison.SameAttributes(there.Entry, entry);
        if (there.IsWritten)
        {
            return same
                ? new Placement(PlacementKind.Merged, there, [])
                : Refuse(RepositoryDiagnostics.FolderAfterContent(_owners[package], Show(entry.Path)));
        }
        if (there.IsImplied || (!same && EntryComparison.IsPlainFolder(there.Entry)))
        {
            there.Restate(entry, package, ordinal);
        }
        else if (!same && !EntryComparison.IsPlainFolder(entry))
        {
            string difference = EntryComparison.DescribeDifference(there.Entry, entry);
            _diagnostics.Add(RepositoryDiagnostics.FolderAttributes(_owners[there.Package], _owners[package], Show(entry.Path), difference));
        }
        return new Placement(PlacementKind.Merged, there, []);
    }

    private bool TryResolveHardLink(TarEntry entry, int package, out TarEntry resolved)
    {
        resolved = entry;
        LinkProblem problem = _links.TryResolveFolder(entry.LinkTarget!, out string target);
        if (problem != LinkProblem.None || !_nodes.TryGetValue(target, out RootNode? node) || node.Entry.Kind == TarEntryKind.Directory)
        {
            Refuse(RepositoryDiagnostics.HardLinkTarget(_owners[package], Show(entry.Path), Show(entry.LinkTarget!)));
            return false;
        }
        resolved = entry with { LinkTarget = target };
        return true;
    }

    private bool TryImplyFolders(string path, int package, out ImmutableArray<RootNode> implied)
    {
        implied = [];
        int slash = path.LastIndexOf('/');
        if (slash < 0)
        {
            return true;
        }
        string folder = path[..slash];
        if (_nodes.TryGetValue(folder, out RootNode? node))
        {
            if (node.Entry.Kind == TarEntryKind.Directory)
            {
                return true;
            }
            Refuse(RepositoryDiagnostics.BelowFile(_owners[node.Package], _owners[package], Show(path), Show(folder)));
            return false;
        }
        if (!TryImplyFolders(folder, package, out ImmutableArray<RootNode> above))
        {
            return false;
        }
        TarEntry entry = new() { Path = folder, Kind = TarEntryKind.Directory, Mode = FolderMode, ModificationTime = _options.Epoch };
        node = new RootNode(entry, package, ordinal: -1, isImplied: true);
        _nodes.Add(folder, node);
        implied = above.Add(node);
        return true;
    }

    private static string Show(string path) => TarPath.ForMessage(path);

    private Placement Refuse(Diagnostic diagnostic)
    {
        _diagnostics.Add(diagnostic);
        return new Placement(PlacementKind.Refused, null, []);
    }
}
