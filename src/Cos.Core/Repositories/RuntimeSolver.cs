using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Chooses which versions of which repositories an installation brings.</summary>
/// <remarks>
/// A wish gets the best version of the first repository that has a match. For what is required beyond that, versions of
/// the most preferred repository that has the package are tried first, and those of all repositories when that has no solution.
/// </remarks>
internal sealed class RuntimeSolver
{
    private readonly ImmutableArray<ImmutableArray<Candidate>> _repositories;
    private readonly ImmutableArray<PackageUniverse> _universes;
    private readonly Dictionary<PackageId, int> _sources = [];

    /// <param name="repositories">What each offers, the most preferred repository first.</param>
    public RuntimeSolver(ImmutableArray<ImmutableArray<Candidate>> repositories)
    {
        _repositories = repositories;
        _universes = [.. repositories.Select(candidates => new PackageUniverse(candidates))];
        for (int i = 0; i < repositories.Length; i++)
        {
            foreach (Candidate candidate in repositories[i])
            {
                _sources.TryAdd(candidate.Id, i);
            }
        }
    }

    /// <summary>The number of the repository that a package comes from.</summary>
    public int SourceOf(PackageId id) => _sources[id];

    /// <summary>Solves wishes; their order does not matter.</summary>
    /// <exception cref="CosException">A package is unknown, or the requirements cannot be met together.</exception>
    public ResolvedPackages Resolve(IEnumerable<PackageRequirement> wishes, CancellationToken cancellationToken)
    {
        PackageRequirement[] targets = [.. wishes
            .DistinctBy(wish => (wish.Name, wish.Selector))
            .OrderBy(wish => wish.Name).ThenBy(wish => wish.Selector, StringComparer.Ordinal)
            .Select(Settle)];
        if (_repositories.Length > 1)
        {
            try
            {
                return new Resolver().Resolve(Preferred(targets), targets, cancellationToken);
            }
            catch (CosException)
            {
                // Not with the preferred repositories' versions alone: those of all decide, and explain if they must.
            }
        }
        PackageUniverse all = new(_repositories.SelectMany((candidates, i) => candidates.Where(candidate => _sources[candidate.Id] == i)));
        return new Resolver().Resolve(all, targets, cancellationToken);
    }

    /// <summary>The version that the most preferred repository with a match offers; the wish itself when none has one, so that the resolver explains.</summary>
    private PackageRequirement Settle(PackageRequirement wish)
    {
        Candidate? best = _universes.Select(universe => universe.Best(wish)).FirstOrDefault(candidate => candidate is not null);
        return best is null ? wish : new PackageRequirement(best.Id.Name, best.Id.Version, wish.Location);
    }

    /// <summary>Of each name the versions of the first repository that has it, and the versions that are wished.</summary>
    private PackageUniverse Preferred(PackageRequirement[] targets)
    {
        HashSet<PackageId> wished = [.. targets.Select(target => new PackageId(target.Name, target.Selector))];
        Dictionary<PackageName, int> first = [];
        List<Candidate> preferred = [];
        for (int i = 0; i < _repositories.Length; i++)
        {
            foreach (Candidate candidate in _repositories[i])
            {
                PackageId id = candidate.Id;
                first.TryAdd(id.Name, i);
                if (_sources[id] == i && (first[id.Name] == i || wished.Contains(id)))
                {
                    preferred.Add(candidate);
                }
            }
        }
        return new PackageUniverse(preferred);
    }
}
