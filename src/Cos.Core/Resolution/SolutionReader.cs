using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>Takes the chosen packages out of a finished search.</summary>
internal static class SolutionReader
{
    /// <summary>Follows the requirements from the targets on; each is met by one package only, so that there is an order to build in.</summary>
    public static ResolvedPackages Read(PackageUniverse universe, IReadOnlyList<RequirementGroup> targets, Solver solver) => new(
        [.. targets.Select(target => EdgeOf(null, target.Requirement, solver.Solution.SatisfiersOf(target).First()))],
        id => EdgesOf(solver, solver.Solution.StateOf(universe.NodeOf(id.Name))));

    private static IEnumerable<RequirementEdge> EdgesOf(Solver solver, NodeState state)
    {
        Candidate candidate = state.Node.CandidateOf(state.Chosen);
        ImmutableArray<RequirementGroup> groups = state.Node.RequirementsOf(state.Chosen);
        // Shared groups show the requirement of one owner; the place that this candidate states it at is looked up.
        ILookup<(PackageName Name, string Selector), PackageRequirement>? written = groups.All(group => group.Owners.Count == 1)
            ? null
            : candidate.Requires.ToLookup(requirement => (requirement.Name, requirement.Selector));
        int rank = solver.Ranks[state];
        foreach (RequirementGroup group in groups)
        {
            PackageRequirement requirement = written?[(group.Requirement.Name, group.Requirement.Selector)].First() ?? group.Requirement;
            yield return EdgeOf(candidate.Id, requirement, solver.Solution.SatisfiersOf(group).First(satisfier => solver.Ranks[satisfier] < rank));
        }
    }

    private static RequirementEdge EdgeOf(PackageId? from, PackageRequirement requirement, NodeState satisfier)
    {
        PackageId to = satisfier.Node.CandidateOf(satisfier.Chosen).Id;
        return new RequirementEdge(from, requirement, to, IsProvided: to.Name != requirement.Name);
    }
}
