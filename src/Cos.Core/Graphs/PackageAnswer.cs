using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Resolution;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Graphs;

/// <summary>Answers why a package is in the build, why at this version, or why not.</summary>
internal sealed class PackageAnswer(SourceModel model, PackageGraph graph, CancellationToken cancellationToken)
{
    private const int MaxListed = 10;

    /// <summary>The answer, one line each.</summary>
    /// <param name="wish">The package asked for; of several versions in the build each is explained.</param>
    /// <exception cref="CosException">No package of the trees has the name or the version.</exception>
    public IReadOnlyList<string> Answer(PackageRequirement wish)
    {
        VersionSelector selector = VersionSelector.Parse(wish.Selector);
        GraphNode[] built = [.. graph.Nodes.Where(node => node.Id.Name == wish.Name && selector.Matches(node.Id.Version))];
        if (built.Length > 0)
        {
            return [.. built.SelectMany(Why)];
        }
        PackageUniverse universe = model.Resolution.Build;
        return universe.Matching(wish).Any()
            ? [.. WhyNot(wish)]
            : throw new CosException(FailureReport.MissingTarget(universe, RequirementGroup.ForTarget(universe, wish)));
    }

    private IEnumerable<string> Why(GraphNode node)
    {
        yield return $"{node.Id} is in the build ({Place(node.Definition.Location)}).";
        GraphEdge[] path = PathTo(node.Id);
        PackageId start = path.Length > 0 ? path[0].From : node.Id;
        yield return "Why:";
        yield return $"  the project builds {start}{WhyTarget(start)}";
        foreach (GraphEdge edge in path)
        {
            yield return $"  {Describe(edge)}";
        }
        GraphEdge[] others = [.. graph.NeededBy[node.Id].Where(edge => !path.Contains(edge))];
        if (others.Length > 0)
        {
            yield return "Also:";
            foreach (string line in Listed(others, edge => $"  {Describe(edge)}"))
            {
                yield return line;
            }
        }
        foreach (string line in WhyVersion(node.Id))
        {
            yield return line;
        }
    }

    private IEnumerable<string> WhyVersion(PackageId id)
    {
        Candidate[] versions = [.. model.Resolution.Build.VersionsOf(id.Name)];
        yield return $"Why {id.Version}:";
        if (versions.Length == 1)
        {
            yield return "  it is the only version in the trees";
            yield break;
        }
        IReadOnlyList<RejectedVersion> rejected = new RejectionFinder(model.Resolution.Build, model.Resolution.SolutionWith(id), cancellationToken).Find(id);
        yield return rejected.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"  it is the newest of {versions.Length} versions")
            : string.Create(CultureInfo.InvariantCulture, $"  it is the newest of {versions.Length} versions that all requirements allow");
        foreach (RejectedVersion version in rejected)
        {
            yield return $"  not {version.Package.Version}: {version.Reason}";
        }
        string[] older = [.. versions.SkipWhile(candidate => candidate.Id != id).Skip(1).Select(candidate => candidate.Id.Version)];
        if (older.Length > 0)
        {
            yield return $"  older: {string.Join(", ", older.Take(MaxListed))}{(older.Length > MaxListed ? ", …" : "")}";
        }
    }

    private IEnumerable<string> WhyNot(PackageRequirement wish)
    {
        Candidate best = model.Resolution.Build.Best(wish)!;
        yield return $"{best.Id} is in the trees{(best.Location is { } place ? $" ({Place(place)})" : "")}, but not in the build.";
        if (graph.Nodes.FirstOrDefault(node => node.Id.Name == wish.Name) is { } chosen)
        {
            yield return $"  the build has {chosen.Id}:";
            foreach (string line in WhyVersion(chosen.Id).Skip(1))
            {
                yield return line;
            }
            yield break;
        }
        yield return "  nothing that the project builds requires it, copies from it or is composed of it";
        (PackageId From, PackageRequirement Requirement)[] wishes =
        [
            .. model.Tree.Packages.SelectMany(package => (model.Packages[package.Id].Spec?.Requires ?? [])
                .Where(requirement => requirement.Name == wish.Name).Select(requirement => (package.Id, requirement))),
        ];
        foreach (string line in Listed(wishes, item => $"  {item.From} would require it, and is not in the build either{At(item.Requirement.Location)}"))
        {
            yield return line;
        }
    }

    /// <summary>The shortest way from a target; of equally short ones the first by name.</summary>
    private GraphEdge[] PathTo(PackageId id)
    {
        ILookup<PackageId, GraphEdge> from = graph.Edges.ToLookup(edge => edge.From);
        PackageId[] targets = [.. graph.Nodes.Where(node => node.IsTarget).OrderBy(node => node.Id.Name.ToString() != model.Options.SystemPackage).Select(node => node.Id)];
        if (targets.Contains(id))
        {
            return [];
        }
        Dictionary<PackageId, GraphEdge> first = [];
        HashSet<PackageId> seen = [.. targets];
        Queue<PackageId> open = new(targets);
        while (open.TryDequeue(out PackageId next))
        {
            foreach (GraphEdge edge in from[next].Where(edge => seen.Add(edge.To)))
            {
                first.Add(edge.To, edge);
                open.Enqueue(edge.To);
            }
        }
        Stack<GraphEdge> path = [];
        for (PackageId step = id; first.TryGetValue(step, out GraphEdge? edge); step = edge.From)
        {
            path.Push(edge);
        }
        return [.. path];
    }

    private string WhyTarget(PackageId id) =>
        !model.Options.BuildPackages.IsEmpty ? ", which CosBuildPackages names"
        : id.Name.ToString() == model.Options.SystemPackage.Split('@')[0] ? ", which is CosSystemPackage"
        : !model.Tree.TryFind(id, out Package? package) ? ""
        : model.Options.OwnFolders.Any(folder => SourceModel.IsBelow(package.Folder, folder)) ? $", a package of its own ({Place(package.Definition.Location)})"
        : ", for its media";

    private static string Describe(GraphEdge edge)
    {
        string verb = edge.Kind switch
        {
            GraphEdgeKind.Final => "is composed of",
            GraphEdgeKind.RunTime => "requires at run time",
            GraphEdgeKind.Copy => "copies files from",
            _ => "requires",
        };
        string met = edge.IsProvided ? $", which {edge.To} provides" : "";
        return $"{edge.From} {verb} {edge.Requirement}{met}{At(edge.Requirement.Location)}";
    }

    private static IEnumerable<string> Listed<T>(IReadOnlyList<T> items, Func<T, string> describe) => items.Count <= MaxListed
        ? items.Select(describe)
        : [.. items.Take(MaxListed).Select(describe), string.Create(CultureInfo.InvariantCulture, $"  and {items.Count - MaxListed} more")];

    private static string At(SourceLocation? location) => location is null ? "" : $" ({Place(location)})";

    private static string Place(SourceLocation location) => location.ToString();
}
