using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>Versions that go together: one of each package that the targets need, and nothing else.</summary>
internal sealed class ResolvedPackages
{
    private readonly Dictionary<PackageId, ImmutableArray<RequirementEdge>> _requirements;
    private readonly Lazy<ILookup<PackageId, RequirementEdge>> _requiredBy;

    /// <summary>Keeps of the edges those that lead from the targets on.</summary>
    /// <param name="targets">The edges without origin.</param>
    /// <param name="requirementsOf">The edges of a chosen package. They have no circle.</param>
    public ResolvedPackages(ImmutableArray<RequirementEdge> targets, Func<PackageId, IEnumerable<RequirementEdge>> requirementsOf)
    {
        Targets = targets;
        _requirements = [];
        Dictionary<PackageId, string> fingerprints = [];
        Queue<PackageId> open = new(targets.Select(edge => edge.To));
        while (open.TryDequeue(out PackageId id))
        {
            if (_requirements.ContainsKey(id))
            {
                continue;
            }
            RequirementEdge[] edges = [.. requirementsOf(id)];
            Array.Sort(edges, (left, right) => string.CompareOrdinal(FingerprintOf(left.To), FingerprintOf(right.To)));
            _requirements.Add(id, ImmutableCollectionsMarshal.AsImmutableArray(edges));
            foreach (RequirementEdge edge in edges)
            {
                open.Enqueue(edge.To);
            }
        }
        Packages = [.. _requirements.Keys.OrderBy(FingerprintOf, StringComparer.Ordinal)];
        _requiredBy = new Lazy<ILookup<PackageId, RequirementEdge>>(() =>
            targets.Concat(Packages.SelectMany(id => _requirements[id])).ToLookup(edge => edge.To));

        string FingerprintOf(PackageId id)
        {
            ref string? fingerprint = ref CollectionsMarshal.GetValueRefOrAddDefault(fingerprints, id, out _);
            return fingerprint ??= id.Fingerprint;
        }
    }

    /// <summary>What each target got, in the order asked for; they come from no package.</summary>
    public ImmutableArray<RequirementEdge> Targets { get; }

    /// <summary>Everything chosen, in byte order of the fingerprints.</summary>
    public ImmutableArray<PackageId> Packages { get; }

    /// <summary>Whether this very version is chosen.</summary>
    public bool Contains(PackageId id) => _requirements.ContainsKey(id);

    /// <summary>What a chosen package requires and what meets it, in byte order of the fingerprints of the latter.</summary>
    public ImmutableArray<RequirementEdge> RequirementsOf(PackageId id) => _requirements[id];

    /// <summary>Which targets and chosen packages require a chosen one.</summary>
    public IEnumerable<RequirementEdge> RequiredBy(PackageId id) => _requiredBy.Value[id];

    /// <summary>
    /// The order to build a chosen package in: depth first, what each requires in byte order of the fingerprints, each package once and after what it
    /// requires, so that <paramref name="target"/> is the last.
    /// </summary>
    public IReadOnlyList<PackageId> OrderFor(PackageId target)
    {
        List<PackageId> order = [];
        HashSet<PackageId> seen = [target];
        Stack<(PackageId Id, int Next)> path = new([(target, 0)]);
        while (path.TryPop(out (PackageId Id, int Next) step))
        {
            ImmutableArray<RequirementEdge> edges = _requirements[step.Id];
            if (step.Next == edges.Length)
            {
                order.Add(step.Id);
                continue;
            }
            path.Push((step.Id, step.Next + 1));
            PackageId required = edges[step.Next].To;
            if (seen.Add(required))
            {
                path.Push((required, 0));
            }
        }
        return order;
    }
}
