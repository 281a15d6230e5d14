using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>
/// Chooses versions. A solution is found whenever there is one. Of several, targets in the given order get the newest version that is allowed, then what
/// they require, and so on outwards; a provider is preferred to the package that it replaces.
/// </summary>
/// <param name="stepLimit">How many clauses a search may look at.</param>
internal sealed class Resolver(long stepLimit = Resolver.DefaultStepLimit)
{
    /// <summary>Some seconds of work; ten thousand packages need a hundredth of it.</summary>
    public const long DefaultStepLimit = 50_000_000;

    /// <summary>Solves several targets together.</summary>
    /// <exception cref="CosException">COS3001 to COS3005: there is no solution.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ResolvedPackages Resolve(PackageUniverse universe, IReadOnlyList<PackageRequirement> targets, CancellationToken cancellationToken)
    {
        RequirementGroup[] wishes = [.. targets.Select(target => RequirementGroup.ForTarget(universe, target))];
        StepBudget budget = new(stepLimit, cancellationToken);
        Solver solver = new(wishes, budget);
        return solver.Solve() switch
        {
            SolverOutcome.Solved => Collect(universe, wishes, solver.Solution),
            SolverOutcome.Contradiction => throw new CosException(FailureReport.Explain(universe, wishes, solver.Contradiction!, cancellationToken)),
            _ => throw new CosException(ResolutionDiagnostics.TooHard(FailureReport.Name(wishes), stepLimit)),
        };
    }

    private static ResolvedPackages Collect(PackageUniverse universe, RequirementGroup[] targets, PartialSolution solution)
    {
        // A provider replaces the package of the name wherever an order allows it.
        HashSet<NodeState> chosen = [.. solution.Chosen];
        bool preferred = CycleFinder.Rank(solution, onlyPreferred: true).Count == chosen.Count;
        Dictionary<NodeState, int> ranks = CycleFinder.Rank(solution, onlyPreferred: preferred);
        return new ResolvedPackages(
            universe,
            [.. targets.Select(target => EdgeOf(null, target.Requirement, solution.SatisfiersOf(target).First()))],
            id =>
            {
                NodeState state = solution.StateOf(universe.NodeOf(id.Name));
                Candidate candidate = state.Node.CandidateOf(state.Chosen);
                return state.Node.RequirementsOf(state.Chosen).Select(group => EdgeOf(
                    id,
                    candidate.Requires.First(requirement => requirement.Name == group.Requirement.Name && requirement.Selector == group.Requirement.Selector),
                    solution.SatisfiersOf(group).First(satisfier => ranks[satisfier] < ranks[state])));
            });
    }

    private static RequirementEdge EdgeOf(PackageId? from, PackageRequirement requirement, NodeState satisfier)
    {
        PackageId to = satisfier.Node.CandidateOf(satisfier.Chosen).Id;
        return new RequirementEdge(from, requirement, to, IsProvided: to.Name != requirement.Name);
    }
}
