using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Graphs;

/// <summary>The packages that a project builds and what each needs of the others.</summary>
internal sealed class PackageGraph
{
    private PackageGraph(ImmutableArray<GraphNode> nodes, ImmutableArray<GraphEdge> edges)
    {
        Nodes = nodes;
        Edges = edges;
        NeededBy = edges.ToLookup(edge => edge.To);
    }

    /// <summary>In byte order of category, name and version.</summary>
    public ImmutableArray<GraphNode> Nodes { get; }

    /// <summary>In order of who needs, then of kind and of what is needed.</summary>
    public ImmutableArray<GraphEdge> Edges { get; }

    /// <summary>The edges to a package.</summary>
    public ILookup<PackageId, GraphEdge> NeededBy { get; }

    /// <summary>Follows the needs of the project's targets.</summary>
    /// <exception cref="CosException">A copied package, or a part of a composed base, cannot be resolved.</exception>
    public static PackageGraph Create(SourceModel model)
    {
        HashSet<PackageId> targets = [.. model.Resolution.Targets];
        HashSet<PackageId> seen = [.. targets];
        Queue<PackageId> open = new(targets);
        List<GraphEdge> edges = [];
        while (open.TryDequeue(out PackageId id))
        {
            foreach (GraphEdge edge in EdgesOf(model, id))
            {
                edges.Add(edge);
                if (seen.Add(edge.To))
                {
                    open.Enqueue(edge.To);
                }
            }
        }
        ImmutableArray<GraphNode> nodes =
        [
            .. seen.OrderBy(id => id.Name).ThenBy(id => id.Version, StringComparer.Ordinal).Select(id => NodeOf(model, id, targets.Contains(id))),
        ];
        return new PackageGraph(nodes, [.. edges.Distinct().OrderBy(edge => edge.From.ToString(), StringComparer.Ordinal)
            .ThenBy(edge => edge.Kind).ThenBy(edge => edge.To.ToString(), StringComparer.Ordinal).ThenBy(edge => edge.Requirement.Location?.Line)]);
    }

    private static GraphNode NodeOf(SourceModel model, PackageId id, bool isTarget)
    {
        model.Tree.TryFind(id, out Package? package);
        bool isOwn = package is not null && model.IsOwn(package);
        return new GraphNode(model.Packages[id].Definition, model.Packages[id].Spec, isOwn ? null : package?.TreeRoot, isOwn, isTarget);
    }

    private static IEnumerable<GraphEdge> EdgesOf(SourceModel model, PackageId id)
    {
        if (model.Packages[id].Spec is not { } spec)
        {
            yield break;
        }
        GraphEdgeKind kind = spec.RequiresFinalImages ? GraphEdgeKind.Final : GraphEdgeKind.Requires;
        foreach ((PackageRequirement requirement, PackageId metBy) in model.Resolution.RequirementsOf(id))
        {
            yield return new GraphEdge(id, metBy, kind, requirement);
        }
        foreach (CopyEntry copy in spec.Copies.Where(copy => copy.Package is not null))
        {
            // The place of the entry, not of the name in it.
            yield return new GraphEdge(id, model.Resolution.Find(copy.Package!), GraphEdgeKind.Copy, copy.Package! with { Location = copy.Location });
        }
        foreach ((PackageId part, PackageRequirement requirement, PackageId metBy) in spec.RequiresFinalImages ? model.Resolution.PartRequirementsOf(id) : [])
        {
            yield return new GraphEdge(part, metBy, GraphEdgeKind.RunTime, requirement);
        }
    }
}
