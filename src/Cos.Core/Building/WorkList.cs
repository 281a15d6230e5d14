using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Decides which nodes have to be made for those that are wanted: what the engine and the artifact folder already have is not.</summary>
internal sealed class WorkList
{
    private readonly IReadOnlyDictionary<string, PlanNode> _graph;
    private readonly Func<string, bool> _hasImage;
    private readonly Func<ArtifactNode, bool> _hasArchive;
    private readonly Dictionary<string, bool> _make = new(StringComparer.Ordinal);

    /// <summary>Prepares a list.</summary>
    /// <param name="graph">All nodes by key.</param>
    /// <param name="hasImage">Whether the engine has an image.</param>
    /// <param name="hasArchive">Whether the artifact folder has the archive with just this content.</param>
    public WorkList(IReadOnlyDictionary<string, PlanNode> graph, Func<string, bool> hasImage, Func<ArtifactNode, bool> hasArchive)
    {
        _graph = graph;
        _hasImage = hasImage;
        _hasArchive = hasArchive;
    }

    /// <summary>The wanted nodes and those that they need made, each with whether it has to be made or only confirmed.</summary>
    public IReadOnlyDictionary<string, bool> Nodes => _make;

    /// <summary>Adds a node that is wanted.</summary>
    public void Want(string key)
    {
        Stack<(string Key, bool Wanted)> open = new([(key, true)]);
        while (open.TryPop(out (string Key, bool Wanted) next))
        {
            if (_make.ContainsKey(next.Key))
            {
                continue;
            }
            PlanNode node = _graph[next.Key];
            bool make = !IsThere(node);
            if (make || next.Wanted)
            {
                _make[next.Key] = make;
            }
            foreach (string dependency in make ? node.DependsOn : [])
            {
                open.Push((dependency, false));
            }
        }
    }

    private bool IsThere(PlanNode node) => node switch
    {
        ImageNode image => _hasImage(image.Image),
        ComposedImageNode image => _hasImage(image.Image),
        ArtifactNode artifact => _hasArchive(artifact),
        _ => false,
    };
}
