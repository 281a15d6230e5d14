namespace Cos.Sdk.Repositories;

/// <summary>
/// The symbolic links of a root file system that exists only as a list of entries. Resolves the folder part of paths as a
/// kernel would with that root as <c>/</c>, except that a climb above the root is refused instead of stopped there.
/// </summary>
internal sealed class RootLinks
{
    private const int MostFollowed = 40;
    private const int MostSegments = 512;

    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;
    private string? _lastFolder;
    private string _lastResolved = "";

    /// <summary>No links yet.</summary>
    public RootLinks() => _byPrefix = _targets.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// All links of a root, whatever the order they are named in: a link may itself lie behind another one. Of two links with one
    /// path the first counts. Links whose place cannot be resolved are left out; whoever places them meets the problem again.
    /// </summary>
    /// <param name="links">Paths as archives state them, and the texts of the links.</param>
    public static RootLinks Of(IReadOnlyCollection<(string Path, string Target)> links)
    {
        RootLinks known = new();
        for (int round = 0; round < MostFollowed; round++)
        {
            RootLinks next = new();
            foreach ((string path, string target) in links)
            {
                if (known.TryResolveFolder(path, out string resolved) == LinkProblem.None)
                {
                    next._targets.TryAdd(resolved, target);
                }
            }
            bool stable = next.Equivalent(known);
            known = next;
            if (stable)
            {
                break;
            }
        }
        return known;
    }

    /// <summary>Adds one link at a resolved path.</summary>
    public void Add(string path, string target)
    {
        _targets[path] = target;
        _lastFolder = null;
    }

    /// <summary>Whether a link lies at this resolved path.</summary>
    public bool Contains(string path) => _targets.ContainsKey(path);

    /// <summary>The path with its folders resolved; the last segment is taken as it is.</summary>
    public LinkProblem TryResolveFolder(string path, out string resolved)
    {
        resolved = path;
        int slash = path.LastIndexOf('/');
        if (slash < 0 || _targets.Count == 0)
        {
            return LinkProblem.None;
        }
        string folder = path[..slash];
        if (!string.Equals(folder, _lastFolder, StringComparison.Ordinal))
        {
            LinkProblem problem = TryResolve(folder, out string resolvedFolder);
            if (problem != LinkProblem.None)
            {
                return problem;
            }
            (_lastFolder, _lastResolved) = (folder, resolvedFolder);
        }
        if (!ReferenceEquals(_lastResolved, _lastFolder))
        {
            string name = path[(slash + 1)..];
            resolved = _lastResolved.Length == 0 ? name : $"{_lastResolved}/{name}";
        }
        return LinkProblem.None;
    }

    /// <summary>The path with all its links followed, the last segment's too; empty for the root itself.</summary>
    public LinkProblem TryResolve(string path, out string resolved)
    {
        resolved = path;
        if (!PassesLink(path))
        {
            return LinkProblem.None;
        }
        List<string> done = [];
        Stack<string> left = new();
        Push(left, path);
        int followed = 0;
        int segments = 0;
        while (left.TryPop(out string? segment))
        {
            if (++segments > MostSegments)
            {
                return LinkProblem.Loops;
            }
            if (segment is "..")
            {
                if (done.Count == 0)
                {
                    return LinkProblem.Escapes;
                }
                done.RemoveAt(done.Count - 1);
                continue;
            }
            done.Add(segment);
            if (_targets.TryGetValue(string.Join('/', done), out string? target))
            {
                if (++followed > MostFollowed)
                {
                    return LinkProblem.Loops;
                }
                if (target.StartsWith('/'))
                {
                    done.Clear();
                }
                else
                {
                    done.RemoveAt(done.Count - 1);
                }
                Push(left, target);
            }
        }
        resolved = string.Join('/', done);
        return LinkProblem.None;
    }

    private static void Push(Stack<string> left, string path)
    {
        string[] segments = path.Split('/');
        for (int i = segments.Length - 1; i >= 0; i--)
        {
            if (segments[i] is not ("" or "."))
            {
                left.Push(segments[i]);
            }
        }
    }

    private bool PassesLink(string path)
    {
        for (int end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (_byPrefix.ContainsKey(path.AsSpan(0, end)))
            {
                return true;
            }
        }
        return _targets.ContainsKey(path);
    }

    private bool Equivalent(RootLinks other)
    {
        if (other._targets.Count != _targets.Count)
        {
            return false;
        }
        foreach ((string path, string target) in _targets)
        {
            if (!other._targets.TryGetValue(path, out string? there) || !string.Equals(there, target, StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }
}
