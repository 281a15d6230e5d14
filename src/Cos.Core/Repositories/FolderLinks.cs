using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>Makes the links of a tree in the folder that holds its files and folders already.</summary>
internal sealed class FolderLinks
{
    private const int MostNested = 16;

    private readonly RootTree _tree;
    private readonly RootLinks _links;
    private readonly string _folder;
    private readonly FolderOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly RootBudget _budget;
    private readonly string[] _paths;

    /// <param name="tree">What the folder is made from.</param>
    /// <param name="links">The symbolic links of the tree.</param>
    /// <param name="folder">The absolute path of the folder.</param>
    /// <param name="options">How links are made.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    public FolderLinks(RootTree tree, RootLinks links, string folder, FolderOptions options, DiagnosticBag diagnostics)
    {
        _tree = tree;
        _links = links;
        _folder = folder;
        _options = options;
        _diagnostics = diagnostics;
        _budget = new RootBudget(options.Limits);
        _paths = [.. tree.Nodes.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Makes hard links (as copies: a folder for media needs no more) and symbolic links.</summary>
    public void Write(CancellationToken cancellationToken)
    {
        foreach (string path in _paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TarEntry entry = Original(_tree.Nodes[path].Entry);
            bool hardLink = entry.Path != path;
            if (entry.Kind == TarEntryKind.SymbolicLink)
            {
                WriteSymbolicLink(path, entry.LinkTarget!);
            }
            else if (hardLink)
            {
                CopyFile(entry, path);
            }
        }
    }

    /// <summary>What a hard link is another name of. Targets lie before their links, so this ends.</summary>
    private TarEntry Original(TarEntry entry)
    {
        while (entry.Kind == TarEntryKind.HardLink)
        {
            entry = _tree.Nodes[entry.LinkTarget!].Entry;
        }
        return entry;
    }

    private void WriteSymbolicLink(string path, string target)
    {
        if (_options.Links == SymbolicLinkMode.Verbatim && !IsRead(path))
        {
            File.CreateSymbolicLink(OnDisk(path), target);
            return;
        }
        LinkProblem problem = _links.TryResolve(path, out string resolved);
        if (problem == LinkProblem.Escapes)
        {
            throw new CosException(RepositoryDiagnostics.LinkLeavesFolder(_options.Name, Show(path), Show(target)));
        }
        if (_options.Links != SymbolicLinkMode.Copy)
        {
            string up = string.Concat(Enumerable.Repeat("../", path.Count(character => character == '/')));
            string kept = target.StartsWith('/') ? $"{up}{target.TrimStart('/')}" : target;
            File.CreateSymbolicLink(OnDisk(path), kept.Length == 0 ? "." : kept);
        }
        else if (problem == LinkProblem.Loops || !Copy(resolved, path, depth: 0))
        {
            _diagnostics.Add(RepositoryDiagnostics.LinkLeadsNowhere(_options.Name, Show(path), Show(target)));
        }
    }

    /// <summary>Whether the build opens the file at a path of a tree: definitions, build files, templates.</summary>
    private static bool IsRead(string path) => path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.Contains("Dockerfile", StringComparison.Ordinal);

    /// <summary>Copies what lies at a resolved path; false when nothing does.</summary>
    private bool Copy(string source, string destination, int depth)
    {
        if (source.Length > 0 && !_tree.Nodes.ContainsKey(source))
        {
            return false;
        }
        TarEntry? entry = source.Length == 0 ? null : Original(_tree.Nodes[source].Entry);
        if (entry is { Kind: not TarEntryKind.Directory })
        {
            CopyFile(entry, destination);
            return true;
        }
        if (depth >= MostNested || source.Length == 0 || $"{destination}/".StartsWith($"{source}/", StringComparison.Ordinal))
        {
            throw new CosException(RepositoryDiagnostics.LinkCannotBeCopied(_options.Name, Show(destination), Show($"/{source}")));
        }
        CopyFolder(source, destination, depth);
        return true;
    }

    private void CopyFolder(string source, string destination, int depth)
    {
        Directory.CreateDirectory(OnDisk(destination));
        string prefix = $"{source}/";
        int first = Array.BinarySearch(_paths, prefix, StringComparer.Ordinal);
        for (int i = first < 0 ? ~first : first; i < _paths.Length && _paths[i].StartsWith(prefix, StringComparison.Ordinal); i++)
        {
            string copy = $"{destination}/{_paths[i][prefix.Length..]}";
            TarEntry entry = Original(_tree.Nodes[_paths[i]].Entry);
            if (entry.Kind == TarEntryKind.Directory)
            {
                _budget.Charge(entry, _options.Name);
                Directory.CreateDirectory(OnDisk(copy));
            }
            else if (entry.Kind != TarEntryKind.SymbolicLink)
            {
                CopyFile(entry, copy);
            }
            else if (_links.TryResolve(_paths[i], out string resolved) == LinkProblem.None)
            {
                Copy(resolved, copy, depth + 1);
            }
        }
    }

    private void CopyFile(TarEntry original, string destination)
    {
        _budget.Charge(original, _options.Name);
        File.Copy(OnDisk(original.Path), OnDisk(destination), overwrite: false);
        File.SetLastWriteTimeUtc(OnDisk(destination), File.GetLastWriteTimeUtc(OnDisk(original.Path)));
    }

    private string OnDisk(string path) => Path.Combine(_folder, path);

    private static string Show(string path) => TarPath.ForMessage(path);
}
