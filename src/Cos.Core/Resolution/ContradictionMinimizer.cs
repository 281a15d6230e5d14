namespace Cos.Sdk.Resolution;

/// <summary>
/// Reduces a contradiction to facts none of which could be left out, so that its explanation says what matters only.
/// </summary>
internal sealed class ContradictionMinimizer(CancellationToken cancellationToken)
{
    /// <summary>A fraction of a second; when it is used up the best contradiction so far has to do.</summary>
    private const long StepLimit = 2_000_000;

    /// <summary>Leaving out one of so many facts makes no explanation readable.</summary>
    private const int MaxFacts = 300;

    private readonly StepBudget _budget = new(StepLimit, cancellationToken);

    /// <summary>Gives a contradiction from as few of the same facts as can be found.</summary>
    public Incompatibility Minimize(Incompatibility contradiction)
    {
        (Incompatibility best, IReadOnlyList<Incompatibility> facts) = (contradiction, Facts.Of(contradiction));
        // A search among these facts alone rarely needs all of them again.
        while (Contradict(facts) is Incompatibility again && Facts.Of(again) is { } fewer && fewer.Count < facts.Count)
        {
            (best, facts) = (again, fewer);
        }
        HashSet<Incompatibility> needed = new(ReferenceEqualityComparer.Instance);
        while (facts.Count <= MaxFacts && !_budget.IsExceeded && facts.FirstOrDefault(fact => !needed.Contains(fact)) is Incompatibility candidate)
        {
            if (Contradict(facts.Where(fact => fact != candidate)) is Incompatibility without)
            {
                (best, facts) = (without, Facts.Of(without));
            }
            else
            {
                needed.Add(candidate);
            }
        }
        return best;
    }

    /// <summary>Gives the contradiction that some facts come to; null when they have a solution or the budget is used up.</summary>
    private Incompatibility? Contradict(IEnumerable<Incompatibility> facts)
    {
        ClausePropagator propagator = new(_budget);
        Incompatibility[] clauses = [.. facts];
        foreach (Incompatibility clause in clauses)
        {
            propagator.Add(clause);
        }
        while (true)
        {
            Incompatibility? conflict = propagator.Propagate();
            Incompatibility? learned = conflict is null ? null : ConflictAnalysis.Learn(conflict, propagator.Solution, _budget);
            if (_budget.IsExceeded)
            {
                return null;
            }
            if (learned is { Terms.Length: 0 })
            {
                return learned;
            }
            if (learned is not null)
            {
                propagator.Add(learned);
            }
            else if (FindOpen(clauses, propagator.Solution) is (NodeState state, int choice))
            {
                propagator.Decide(state, choice);
            }
            else
            {
                return null;
            }
        }
    }

    /// <summary>A choice that settles a clause which does not hold while all that is open is absent.</summary>
    private static (NodeState State, int Choice)? FindOpen(Incompatibility[] clauses, PartialSolution solution)
    {
        foreach (Incompatibility clause in clauses)
        {
            bool isSettled = Array.Exists(clause.Terms, term =>
                !term.States.Overlaps(solution.StateOf(term.Node).Allowed)
                || (!term.States.AllowsAbsence && solution.StateOf(term.Node).Allowed.AllowsAbsence));
            if (!isSettled)
            {
                Term open = clause.Terms.First(term => !solution.StateOf(term.Node).Allowed.IsSubsetOf(term.States));
                NodeState state = solution.StateOf(open.Node);
                return (state, state.Allowed.Except(open.States).States().First(choice => choice != VersionSet.Absent));
            }
        }
        return null;
    }
}
