using System.Collections.Immutable;

namespace Cos.Sdk.Resolution;

/// <summary>Finds chosen packages that could only be made from one another.</summary>
internal static class CycleFinder
{
    /// <summary>
    /// Gives a wish whose clause forbids one circle, in all versions that make it, and whose options would break it; null when there is an order to
    /// make all in.
    /// </summary>
    /// <param name="solution">Every requirement is met.</param>
    /// <param name="ranks">The packages that there is an order for.</param>
    public static RequirementGroup? Find(PartialSolution solution, IReadOnlyDictionary<NodeState, int> ranks)
    {
        Dictionary<NodeState, RequirementGroup> blocked = [];
        foreach (NodeState state in solution.Chosen.Where(state => !ranks.ContainsKey(state)))
        {
            blocked.Add(state, state.Node.RequirementsOf(state.Chosen).First(group => !solution.SatisfiersOf(group).Any(ranks.ContainsKey)));
        }
        return blocked.Count == 0 ? null : Forbid(solution, blocked);
    }

    private static RequirementGroup Forbid(PartialSolution solution, Dictionary<NodeState, RequirementGroup> blocked)
    {
        ImmutableArray<NodeState> path = FollowToCircle(solution, blocked);
        HashSet<NodeState> members = [.. path];
        // Whoever else could meet a requirement of a member from within the blocked ones is as much a part of the circle.
        Queue<NodeState> open = new(path);
        while (open.TryDequeue(out NodeState? member))
        {
            foreach (NodeState satisfier in solution.SatisfiersOf(blocked[member]).Where(members.Add))
            {
                open.Enqueue(satisfier);
            }
        }
        NodeState[] sorted = [.. members.OrderBy(member => member.Node.Name)];
        HashSet<NodeState> implied = FindImplied(path, blocked);
        IEnumerable<Term> inside = sorted
            .Where(member => !implied.Contains(member))
            .Select(member => new Term(member.Node, blocked[member].Owners));
        IEnumerable<RequirementOption> outside = sorted
            .SelectMany(member => blocked[member].Options)
            .Where(option => !members.Contains(solution.StateOf(option.Node)));
        return RequirementGroup.ForCircle([.. path.Select(member => blocked[member])], inside, [.. outside]);
    }

    /// <summary>
    /// Members that need no term in the clause, since the one before them on the path can only be met by candidates that go on along it.
    /// </summary>
    private static HashSet<NodeState> FindImplied(ImmutableArray<NodeState> path, Dictionary<NodeState, RequirementGroup> blocked)
    {
        HashSet<NodeState> implied = [];
        for (int i = 1; i < path.Length; i++)
        {
            if (blocked[path[i - 1]].Options is [RequirementOption only] && only.States.IsSubsetOf(blocked[path[i]].Owners))
            {
                implied.Add(path[i]);
            }
        }
        return implied;
    }

    private static ImmutableArray<NodeState> FollowToCircle(PartialSolution solution, Dictionary<NodeState, RequirementGroup> blocked)
    {
        List<NodeState> path = [];
        Dictionary<NodeState, int> seen = [];
        NodeState next = blocked.Keys.MinBy(state => state.Node.Name)!;
        while (seen.TryAdd(next, path.Count))
        {
            path.Add(next);
            next = solution.SatisfiersOf(blocked[next]).First();
        }
        return [.. path.Skip(seen[next])];
    }
}
