namespace Cos.Sdk.Resolution;

/// <summary>Derives what the clauses force, and finds those that are violated.</summary>
/// <param name="budget">Counts the clauses looked at.</param>
/// <param name="chosen">Called when one candidate of a package is all that is left of it.</param>
internal sealed class ClausePropagator(StepBudget budget, Action<NodeState>? chosen = null)
{
    private readonly Queue<Incompatibility> _fresh = [];
    private readonly Queue<NodeState> _changed = [];
    private readonly HashSet<Incompatibility> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>What has been derived and decided.</summary>
    public PartialSolution Solution { get; } = new();

    /// <summary>Looks at a clause at the next propagation, and again whenever a package that it mentions changes.</summary>
    public void Add(Incompatibility clause)
    {
        _fresh.Enqueue(clause);
        if (!_known.Add(clause))
        {
            return;
        }
        foreach (Term term in clause.Terms)
        {
            Solution.StateOf(term.Node).Clauses.Add(clause);
        }
    }

    /// <summary>Opens a level with a free choice.</summary>
    public void Decide(NodeState state, int choice)
    {
        Solution.Decide(state, choice);
        OnChanged(state);
    }

    /// <summary>Derives until nothing more follows or the budget is used up. Gives a clause whose terms all hold, if it comes to one.</summary>
    public Incompatibility? Propagate()
    {
        Incompatibility? conflict = null;
        while (conflict is null && !budget.IsExceeded && (_fresh.Count > 0 || _changed.Count > 0))
        {
            if (_fresh.TryDequeue(out Incompatibility? clause))
            {
                conflict = Evaluate(clause);
                continue;
            }
            List<Incompatibility> clauses = _changed.Dequeue().Clauses;
            // The newest first: what was learned last is the most likely to force something. Evaluation may append.
            for (int i = clauses.Count - 1; i >= 0 && conflict is null; i--)
            {
                conflict = Evaluate(clauses[i]);
            }
        }
        _fresh.Clear();
        _changed.Clear();
        return conflict;
    }

    private Incompatibility? Evaluate(Incompatibility clause)
    {
        budget.Use();
        NodeState? open = null;
        VersionSet forbidden = default;
        foreach (Term term in clause.Terms)
        {
            NodeState state = Solution.StateOf(term.Node);
            VersionSet allowed = state.Allowed;
            if (allowed.IsSubsetOf(term.States))
            {
                continue;
            }
            if (open is not null || !allowed.Overlaps(term.States))
            {
                return null;
            }
            (open, forbidden) = (state, term.States);
        }
        if (open is null)
        {
            return clause;
        }
        Solution.Derive(open, forbidden, clause);
        OnChanged(open);
        return null;
    }

    private void OnChanged(NodeState state)
    {
        _changed.Enqueue(state);
        VersionSet allowed = state.Allowed;
        if (!allowed.AllowsAbsence && allowed.Count == 1)
        {
            state.Chosen = allowed.Least;
            chosen?.Invoke(state);
        }
    }
}
