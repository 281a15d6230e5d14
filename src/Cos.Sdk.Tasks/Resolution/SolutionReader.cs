using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>Takes the chosen packages out of a finished search.</summary>
internal static class SolutionReader
{
    /// <summary>Follows the requirements from the targets on; each is met by one package only, so that there is an order to build in.</summary>
    public static ResolvedPackages Read(PackageUniverse universe, IReadOnlyList<RequirementGroup> targets, PartialSolution solution)
    {
        // A provider replaces the package of the name wherever an order allows it.
        Dictionary<NodeState, int> ranks = CycleFinder.Rank(solution, onlyPreferred: true);
        ranks = ranks.Count == solution.Chosen.Count() ? ranks : CycleFinder.Rank(solution);
        return new ResolvedPackages(
            universe,
            [.. targets.Select(target => EdgeOf(null, target.Requirement, solution.SatisfiersOf(target).First()))],
            id =>
            {
                NodeState state = solution.StateOf(universe.NodeOf(id.Name));
                ILookup<(PackageName Name, string Selector), PackageRequirement> written =
                    state.Node.CandidateOf(state.Chosen).Requires.ToLookup(requirement => (requirement.Name, requirement.Selector));
                return state.Node.RequirementsOf(state.Chosen).Select(group => EdgeOf(
                    id,
                    written[(group.Requirement.Name, group.Requirement.Selector)].First(),
                    solution.SatisfiersOf(group).First(satisfier => ranks[satisfier] < ranks[state])));
            });
    }

    private static RequirementEdge EdgeOf(PackageId? from, PackageRequirement requirement, NodeState satisfier)
    {
        PackageId to = satisfier.Node.CandidateOf(satisfier.Chosen).Id;
        return new RequirementEdge(from, requirement, to, IsProvided: to.Name != requirement.Name);
    }
}
