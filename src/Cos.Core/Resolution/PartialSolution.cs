namespace Cos.Sdk.Resolution;

/// <summary>The steps of the search so far, and the requirements of what they have chosen.</summary>
internal sealed class PartialSolution
{
    private readonly Dictionary<PackageNode, NodeState> _states = new(ReferenceEqualityComparer.Instance);
    private readonly List<TrailEntry> _trail = [];
    private readonly List<(int Agenda, int Next)> _levels = [];

    /// <summary>The requirements of chosen packages in the order in which the packages were chosen, targets first.</summary>
    public List<RequirementGroup> Agenda { get; } = [];

    /// <summary>The first requirement of the agenda that may still be unmet.</summary>
    public int Next { get; set; }

    /// <summary>How many steps have been made.</summary>
    public int Length => _trail.Count;

    /// <summary>How many decisions have been made.</summary>
    public int Level => _levels.Count;

    /// <summary>The packages that have been chosen.</summary>
    public IEnumerable<NodeState> Chosen => _states.Values.Where(state => state.Chosen != VersionSet.Absent);

    /// <summary>What is known of a package.</summary>
    public NodeState StateOf(PackageNode node)
    {
        if (!_states.TryGetValue(node, out NodeState? state))
        {
            _states.Add(node, state = new NodeState(node));
        }
        return state;
    }

    /// <summary>Opens a level with a free choice.</summary>
    public void Decide(NodeState state, int choice)
    {
        _levels.Add((Agenda.Count, Next));
        Append(state, state.Node.SetOf(choice), null);
    }

    /// <summary>Takes away the states that a clause forbids.</summary>
    public void Derive(NodeState state, VersionSet forbidden, Incompatibility cause) => Append(state, state.Allowed.Except(forbidden), cause);

    /// <summary>Puts a requirement of a chosen package, or a target, on the agenda.</summary>
    public void Wish(RequirementGroup group)
    {
        Agenda.Add(group);
        StateOf(group.Wanted).Wishes.Add(group);
    }

    /// <summary>Whether one of the options of a requirement is chosen.</summary>
    public bool IsMet(RequirementGroup group)
    {
        foreach (RequirementOption option in group.Options)
        {
            if (IsChosen(option))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The chosen packages that meet a requirement, the preferred one first.</summary>
    public IEnumerable<NodeState> SatisfiersOf(RequirementGroup group)
    {
        foreach (RequirementOption option in group.Options)
        {
            if (IsChosen(option))
            {
                yield return StateOf(option.Node);
            }
        }
    }

    /// <summary>Takes back every step above a level.</summary>
    public void BackTo(int level)
    {
        while (_trail.Count > 0 && _trail[^1].Level > level)
        {
            NodeState state = _trail[^1].State;
            _trail.RemoveAt(_trail.Count - 1);
            state.History.RemoveAt(state.History.Count - 1);
            state.Chosen = VersionSet.Absent;
        }
        (int agenda, int next) = _levels[level];
        for (int i = Agenda.Count - 1; i >= agenda; i--)
        {
            List<RequirementGroup> wishes = StateOf(Agenda[i].Wanted).Wishes;
            wishes.RemoveAt(wishes.Count - 1);
        }
        Agenda.RemoveRange(agenda, Agenda.Count - agenda);
        Next = next;
        _levels.RemoveRange(level, _levels.Count - level);
    }

    private bool IsChosen(RequirementOption option) =>
        StateOf(option.Node).Chosen is int chosen and not VersionSet.Absent && option.States.Contains(chosen);

    private void Append(NodeState state, VersionSet allowed, Incompatibility? cause)
    {
        TrailEntry entry = new(state, allowed, cause, Level, _trail.Count);
        _trail.Add(entry);
        state.History.Add(entry);
    }
}
