namespace Cos.Sdk.Resolution;

/// <summary>What one run of the solver knows of one package.</summary>
internal sealed class NodeState(PackageNode node)
{
    /// <summary>The package.</summary>
    public PackageNode Node { get; } = node;

    /// <summary>How the states shrank, the first entry being all of them.</summary>
    public List<TrailEntry> History { get; } = [];

    /// <summary>The clauses that mention it.</summary>
    public List<Incompatibility> Clauses { get; } = [];

    /// <summary>The requirements of chosen packages that ask for its name.</summary>
    public List<RequirementGroup> Wishes { get; } = [];

    /// <summary>The states that are left; never empty.</summary>
    public VersionSet Allowed => History.Count == 0 ? Node.All : History[^1].Allowed;

    /// <summary>The one state that is left when the package is chosen; 0 while it is open or when it is absent.</summary>
    public int Chosen { get; set; }

    /// <summary>The first entry after which <paramref name="states"/> holds all that is left. It must hold now.</summary>
    public TrailEntry SatisfierOf(VersionSet states)
    {
        int low = 0;
        int high = History.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (History[middle].Allowed.IsSubsetOf(states))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return History[low];
    }
}
