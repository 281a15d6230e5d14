namespace Cos.Sdk.Artifacts.Merging;

/// <summary>
/// Symbolic links of all archives together: paths below a link to a folder are taken to where it leads, so that <c>lib/x</c> of one archive
/// finds its place when another one says that <c>lib</c> is <c>usr/lib</c>.
/// </summary>
internal sealed class MergedLinks
{
    private const int MaxHops = 40;

    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    /// <summary>Adds a link; a later one of the same path replaces the earlier.</summary>
    public void Add(string path, string target) => _targets[path] = target;

    /// <summary>Whether a path is a link.</summary>
    public bool Contains(string path) => _targets.ContainsKey(path);

    /// <summary>The path with links on the way to it followed, its last segment as it is. A chain without end is left unresolved.</summary>
    public string ResolveParents(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 || _targets.Count == 0 ? path : Join(Resolve(path[..slash]), path[(slash + 1)..]);
    }

    /// <summary>The path with all links followed.</summary>
    public string Resolve(string path)
    {
        if (_targets.Count == 0)
        {
            return path;
        }
        Stack<string> rest = new(path.Split('/').Reverse());
        List<string> done = [];
        int hops = 0;
        while (rest.TryPop(out string? segment))
        {
            if (segment is "" or ".")
            {
                continue;
            }
            if (segment == "..")
            {
                if (done.Count > 0)
                {
                    done.RemoveAt(done.Count - 1);
                }
                continue;
            }
            done.Add(segment);
            if (_targets.TryGetValue(string.Join('/', done), out string? target))
            {
                if (++hops > MaxHops)
                {
                    return path;
                }
                done.RemoveAt(done.Count - 1);
                if (target.StartsWith('/'))
                {
                    done.Clear();
                }
                foreach (string part in target.Split('/').Reverse())
                {
                    rest.Push(part);
                }
            }
        }
        return string.Join('/', done);
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
