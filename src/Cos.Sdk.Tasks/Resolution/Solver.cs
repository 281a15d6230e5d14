using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>
/// Searches for versions that go together in the manner of PubGrub: every fact is a set of terms that exclude one another; what the facts force
/// is derived, the rest is decided, and a contradiction is resolved into a further such set, so that no mistake is made twice.
/// </summary>
/// <remarks>
/// Decides in order of the agenda, the preferred option and its preferred version first, so the result depends on candidates and targets alone.
/// One instance serves one search. Given <paramref name="facts"/>, only these count.
/// </remarks>
internal sealed class Solver(IReadOnlyList<RequirementGroup> targets, StepBudget budget, IReadOnlySet<Incompatibility>? facts = null)
{
    private readonly Queue<Incompatibility> _fresh = [];
    private readonly Queue<NodeState> _changed = [];
    private readonly HashSet<Incompatibility> _known = new(ReferenceEqualityComparer.Instance);
    private (NodeState State, int Choice, int Length)? _checked;

    /// <summary>The steps of the search; after success the solution.</summary>
    public PartialSolution Solution { get; } = new();

    /// <summary>After failure, the empty set of terms that follows from the facts.</summary>
    public Incompatibility? Contradiction { get; private set; }

    /// <summary>Runs the search.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public SolverOutcome Solve()
    {
        Start();
        while (!budget.IsExceeded)
        {
            if (Propagate() is Incompatibility conflict)
            {
                Incompatibility learned = ConflictAnalysis.Learn(conflict, Solution);
                if (learned.Terms.Length == 0)
                {
                    Contradiction = learned;
                    return SolverOutcome.Contradiction;
                }
                _checked = null;
                Add(learned);
            }
            else if (NextOpen() is RequirementGroup open)
            {
                Decide(open);
            }
            else if (facts is null && CycleFinder.Find(Solution) is RequirementGroup wayOut)
            {
                Wish(wayOut);
            }
            else
            {
                return SolverOutcome.Solved;
            }
        }
        return SolverOutcome.OutOfBudget;
    }

    private void Start()
    {
        foreach (Incompatibility fact in facts ?? Enumerable.Empty<Incompatibility>())
        {
            Add(fact);
        }
        foreach (RequirementGroup target in targets)
        {
            Wish(target);
        }
    }

    /// <summary>Derives all that the clauses force; gives a clause all of whose terms hold.</summary>
    private Incompatibility? Propagate()
    {
        Incompatibility? conflict = null;
        while (conflict is null && (_fresh.Count > 0 || _changed.Count > 0))
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
        if (!budget.TryUse(1))
        {
            _fresh.Clear();
            _changed.Clear();
            return null;
        }
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
        Changed(open);
        return null;
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
            Solution.Decide(state, choice);
            Changed(state);
            return;
        }
        _checked = (state, choice, Solution.Length);
        foreach (Incompatibility clause in ClausesOf(state.Node, choice))
        {
            Add(clause);
        }
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

    private void Changed(NodeState state)
    {
        _changed.Enqueue(state);
        VersionSet allowed = state.Allowed;
        if (allowed.AllowsAbsence || allowed.Count > 1)
        {
            return;
        }
        state.Chosen = allowed.States().First();
        foreach (Incompatibility clause in ClausesOf(state.Node, state.Chosen))
        {
            Add(clause);
        }
        foreach (RequirementGroup group in state.Node.RequirementsOf(state.Chosen))
        {
            Wish(group);
        }
    }

    private IEnumerable<Incompatibility> ClausesOf(PackageNode node, int state) =>
        facts is not null ? [] : node.RequirementsOf(state).Select(group => group.Clause).Concat(node.ConflictsOf(state));

    private void Wish(RequirementGroup group)
    {
        if (facts is null || facts.Contains(group.Clause))
        {
            Solution.Wish(group);
            Add(group.Clause);
        }
    }

    /// <summary>Looks at a clause soon, and again whenever a package that it mentions changes.</summary>
    private void Add(Incompatibility clause)
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
}
