using System.Collections.Immutable;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Differences;

/// <summary>Adds to a comparison which steps of the project wrote what differs on its second side.</summary>
internal static class StepAttribution
{
    /// <summary>Paths of one package that are looked up; more than these have one cause.</summary>
    private const int MostPaths = 1000;

    /// <summary>Looks up the paths of every package that the plan makes.</summary>
    /// <param name="difference">The comparison.</param>
    /// <param name="graph">All nodes of the project.</param>
    /// <param name="finder">Finds the steps.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Difference> AddAsync(
        Difference difference, IEnumerable<PlanNode> graph, StepFinder finder, CancellationToken cancellationToken)
    {
        ILookup<string, ArtifactNode> nodes = graph.OfType<ArtifactNode>().ToLookup(node => node.Definition.Id.ToString(), StringComparer.Ordinal);
        ImmutableArray<PackageDifference>.Builder packages = ImmutableArray.CreateBuilder<PackageDifference>();
        foreach (PackageDifference package in difference.Packages)
        {
            packages.Add(nodes[$"{package.Package}@{package.ToVersion}"].FirstOrDefault() is { } node
                ? await AddAsync(package, node, finder, cancellationToken).ConfigureAwait(false)
                : package);
        }
        return difference with { Packages = packages.ToImmutable() };
    }

    private static async Task<PackageDifference> AddAsync(
        PackageDifference package, ArtifactNode node, StepFinder finder, CancellationToken cancellationToken)
    {
        string[] paths = [.. package.Paths.Take(MostPaths).Select(path => path.Path)];
        if (paths.Length == 0)
        {
            return package;
        }
        IReadOnlyDictionary<string, WritingStep> steps = await finder.FindAsync(node, paths, cancellationToken).ConfigureAwait(false);
        return package with { Paths = [.. package.Paths.Select(path => path with { WrittenBy = steps.GetValueOrDefault(path.Path) })] };
    }
}
