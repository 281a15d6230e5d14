using System.Collections.Immutable;

namespace Cos.Sdk.Resolution;

/// <summary>Numbers chosen packages so that each requirement is met by one with a lower number.</summary>
internal static class BuildOrder
{
    /// <summary>
    /// The numbers; packages that could only be made from one another get none. Where an order allows it, every requirement is met by the preferred
    /// one of those that meet it, so that a provider replaces the package of the name.
    /// </summary>
    public static IReadOnlyDictionary<NodeState, int> Rank(PartialSolution solution)
    {
        NodeState[] chosen = [.. solution.Chosen.OrderBy(state => state.Node.Name)];
        Dictionary<NodeState, int> ranks = Rank(solution, chosen, onlyPreferred: true);
        return ranks.Count == chosen.Length ? ranks : Rank(solution, chosen, onlyPreferred: false);
    }

    private static Dictionary<NodeState, int> Rank(PartialSolution solution, NodeState[] chosen, bool onlyPreferred)
    {
        Dictionary<NodeState, int> ranks = new(chosen.Length);
        Dictionary<NodeState, List<UnmetRequirement>> waiting = new(chosen.Length);
        Queue<NodeState> ready = [];
        foreach (NodeState state in chosen)
        {
            ImmutableArray<RequirementGroup> groups = state.Node.RequirementsOf(state.Chosen);
            RequirementCount open = new(state, groups.Length);
            foreach (RequirementGroup group in groups)
            {
                UnmetRequirement unmet = new(open);
                foreach (NodeState satisfier in solution.SatisfiersOf(group))
                {
                    if (!waiting.TryGetValue(satisfier, out List<UnmetRequirement>? list))
                    {
                        waiting.Add(satisfier, list = []);
                    }
                    list.Add(unmet);
                    if (onlyPreferred)
                    {
                        break;
                    }
                }
            }
            if (groups.IsEmpty)
            {
                ready.Enqueue(state);
            }
        }
        while (ready.TryDequeue(out NodeState? next))
        {
            ranks.Add(next, ranks.Count);
            foreach (UnmetRequirement unmet in waiting.GetValueOrDefault(next) ?? [])
            {
                if (unmet.Meet() is NodeState owner)
                {
                    ready.Enqueue(owner);
                }
            }
        }
        return ranks;
    }

    private sealed class RequirementCount(NodeState owner, int count)
    {
        private int _count = count;

        public NodeState? Lower() => --_count == 0 ? owner : null;
    }

    private sealed class UnmetRequirement(RequirementCount count)
    {
        private bool _isMet;

        /// <summary>Gives the owner when this was the last of its requirements.</summary>
        public NodeState? Meet()
        {
            bool first = !_isMet;
            _isMet = true;
            return first ? count.Lower() : null;
        }
    }
}
