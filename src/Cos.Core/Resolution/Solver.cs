using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>
/// Searches for versions that go together in the manner of PubGrub: every fact is a set of terms that exclude one another; what the facts force
/// is derived, the rest is decided, and a contradiction is resolved into a further such set, so that no mistake is made twice.
/// </summary>
/// <remarks>
/// Decides in order of the agenda, the preferred option and its preferred version first, so the result depends on candidates and targets alone.
/// One instance serves one search.
/// </remarks>
internal sealed class Solver
{
    private readonly StepBudget _budget;
    private readonly ClausePropagator _propagator;
    private (NodeState State, int Choice, int Length)? _checked;

    /// <summary>Prepares a search for targets.</summary>
    public Solver(IEnumerable<RequirementGroup> targets, StepBudget budget)
    {
        _budget = budget;
        _propagator = new ClausePropagator(budget, OnChosen);
        foreach (RequirementGroup target in targets)
        {
            Wish(target);
        }
    }

    /// <summary>The steps of the search; after success the solution.</summary>
    public PartialSolution Solution => _propagator.Solution;

    /// <summary>After success, numbers of the chosen packages; each requirement is met by a package of a lower number.</summary>
    public IReadOnlyDictionary<NodeState, int> Ranks { get; private set; } = ImmutableDictionary<NodeState, int>.Empty;

    /// <summary>After failure, the empty set of terms that follows from the facts.</summary>
    public Incompatibility? Contradiction { get; private set; }

    /// <summary>Runs the search.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public SolverOutcome Solve()
    {
        while (true)
        {
            Incompatibility? conflict = _propagator.Propagate();
            Incompatibility? learned = conflict is null ? null : ConflictAnalysis.Learn(conflict, Solution, _budget);
            if (_budget.IsExceeded)
            {
                return SolverOutcome.OutOfBudget;
            }
            if (learned is { Terms.Length: 0 })
            {
                Contradiction = learned;
                return SolverOutcome.Contradiction;
            }
            if (learned is not null)
            {
                _checked = null;
                _propagator.Add(learned);
            }
            else if (NextOpen() is RequirementGroup open)
            {
                Decide(open);
            }
            else
            {
                Ranks = BuildOrder.Rank(Solution);
                if (CycleFinder.Find(Solution, Ranks) is not RequirementGroup wayOut)
                {
                    return SolverOutcome.Solved;
                }
                Wish(wayOut);
            }
        }
    }

    private RequirementGroup? NextOpen()
    {
        while (Solution.Next < Solution.Agenda.Count)
        {
            RequirementGroup group = Solution.Agenda[Solution.Next];
            if (!Solution.IsMet(group))
            {
                return group;
            }
            Solution.Next++;
        }
        return null;
    }

    /// <summary>Chooses what meets a requirement, once it is certain that the choice's own clauses do not exclude it at once.</summary>
    private void Decide(RequirementGroup open)
    {
        (NodeState state, int choice) = Prefer(open);
        if (_checked == (state, choice, Solution.Length))
        {
            _propagator.Decide(state, choice);
            return;
        }
        _checked = (state, choice, Solution.Length);
        AddClausesOf(state.Node, choice);
    }

    /// <summary>Some option is left, or its clause would have been a conflict.</summary>
    private (NodeState State, int Choice) Prefer(RequirementGroup open)
    {
        RequirementOption option = open.Options.First(item => Solution.StateOf(item.Node).Allowed.Overlaps(item.States));
        NodeState state = Solution.StateOf(option.Node);
        IReadOnlyCollection<VersionSelector> selectors = option.Node.HasPreReleases
            ? [.. state.Wishes.Select(wish => VersionSelector.Parse(wish.Requirement.Selector))]
            : [];
        return (state, option.Node.Prefer(state.Allowed.Intersect(option.States), selectors));
    }

    private void OnChosen(NodeState state)
    {
        AddClausesOf(state.Node, state.Chosen);
        foreach (RequirementGroup group in state.Node.RequirementsOf(state.Chosen))
        {
            Solution.Wish(group);
        }
    }

    private void AddClausesOf(PackageNode node, int choice)
    {
        foreach (RequirementGroup group in node.RequirementsOf(choice))
        {
            _propagator.Add(group.Clause);
        }
        foreach (Incompatibility conflict in node.ConflictsOf(choice).SelectMany(clauses => clauses))
        {
            _propagator.Add(conflict);
        }
    }

    private void Wish(RequirementGroup group)
    {
        Solution.Wish(group);
        _propagator.Add(group.Clause);
    }
}
