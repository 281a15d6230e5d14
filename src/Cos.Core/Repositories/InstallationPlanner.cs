using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Decides which packages of which repositories an installation brings.</summary>
/// <remarks>
/// A wish gets the best version of the first repository, by priority, that has a match. For what is required beyond that, versions of
/// the most preferred repository that has the package are tried first, and those of all repositories when that has no solution.
/// </remarks>
internal sealed class InstallationPlanner
{
    private readonly ImmutableArray<PackageRepository> _repositories;
    private readonly ImmutableArray<PackageUniverse> _universes;
    private readonly Dictionary<PackageId, PackageRepository> _sources = [];

    /// <param name="repositories">In any order; the priorities of their references decide, then the order here.</param>
    public InstallationPlanner(IEnumerable<PackageRepository> repositories)
    {
        _repositories = [.. repositories.OrderBy(repository => repository.Reference.Priority)];
        _universes = [.. _repositories.Select(repository => new PackageUniverse(repository.Index.Packages.Select(CandidateOf)))];
        foreach (PackageRepository repository in _repositories)
        {
            foreach (RepositoryPackage package in repository.Index.Packages)
            {
                _sources.TryAdd(package.Definition.Id, repository);
            }
        }
    }

    /// <summary>Plans the installation of packages as people type them, such as <c>system/sampleOS</c> or <c>utils/jq@>=1.6</c>.</summary>
    public InstallationPlan Plan(IEnumerable<string> wishes, CancellationToken cancellationToken) =>
        Plan(wishes.Select(wish => PackageReference.ParseRequirement(wish)), cancellationToken);

    /// <summary>Plans the installation of packages with what they require. The order of the wishes does not matter.</summary>
    /// <exception cref="CosException">Nothing is wished, a package is unknown, or the requirements cannot be met together.</exception>
    public InstallationPlan Plan(IEnumerable<PackageRequirement> wishes, CancellationToken cancellationToken)
    {
        PackageRequirement[] sorted = [.. wishes
            .DistinctBy(wish => (wish.Name, wish.Selector))
            .OrderBy(wish => wish.Name).ThenBy(wish => wish.Selector, StringComparer.Ordinal)];
        if (sorted.Length == 0)
        {
            throw new CosException(RepositoryDiagnostics.NothingToInstall(string.Join(", ", _repositories.Select(item => item.Reference.Name))));
        }
        PackageRequirement[] targets = [.. sorted.Select(Settle)];
        ResolvedPackages resolution = Resolve(targets, cancellationToken);
        HashSet<PackageId> requested = [.. resolution.Targets.Select(edge => edge.To)];
        ImmutableArray<InstallationPackage> packages = [.. resolution.Targets
            .Select(edge => edge.To)
            .OrderBy(id => id.Fingerprint, StringComparer.Ordinal)
            .SelectMany(resolution.OrderFor)
            .Distinct()
            .Select(id => Find(id, requested.Contains(id)))];
        return new InstallationPlan(packages, ReadFinalizers(packages, cancellationToken));
    }

    private static ImmutableArray<RequiredFinalizer> ReadFinalizers(ImmutableArray<InstallationPackage> packages, CancellationToken cancellationToken)
    {
        DiagnosticBag faults = [];
        FinalizeReader reader = new();
        ImmutableArray<RequiredFinalizer>.Builder finalizers = ImmutableArray.CreateBuilder<RequiredFinalizer>();
        foreach (RepositoryPackage package in packages.Select(item => item.Package))
        {
            if (package.Finalizer is not { } text)
            {
                continue;
            }
            string file = $"{Path.GetDirectoryName(package.Definition.Location.File)}/finalize.yaml";
            FinalizeSpec? spec = reader.Read(file, text, package.Definition, faults, cancellationToken);
            if (spec is { Install.IsEmpty: false })
            {
                finalizers.Add(new RequiredFinalizer(package.Definition.Id, spec));
            }
        }
        faults.ThrowIfErrors();
        return finalizers.ToImmutable();
    }

    private InstallationPackage Find(PackageId id, bool isRequested)
    {
        PackageRepository repository = _sources[id];
        return repository.Index.TryGet(id, out RepositoryPackage? package)
            ? new InstallationPackage(package, repository, isRequested)
            : throw new InvalidOperationException($"The index lost {id}.");
    }

    /// <summary>The version that the most preferred repository with a match offers; the wish itself when none has one, so that the resolver explains.</summary>
    private PackageRequirement Settle(PackageRequirement wish)
    {
        Candidate? best = _universes.Select(universe => universe.Best(wish)).FirstOrDefault(candidate => candidate is not null);
        return best is null ? wish : new PackageRequirement(best.Id.Name, best.Id.Version, wish.Location);
    }

    private ResolvedPackages Resolve(PackageRequirement[] targets, CancellationToken cancellationToken)
    {
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
        PackageUniverse all = new(_sources.Select(source => CandidateOf(Find(source.Key, isRequested: false).Package)));
        return new Resolver().Resolve(all, targets, cancellationToken);
    }

    /// <summary>Of each name the versions of the first repository that has it, and the versions that are wished.</summary>
    private PackageUniverse Preferred(PackageRequirement[] targets)
    {
        HashSet<PackageId> wished = [.. targets.Select(target => new PackageId(target.Name, target.Selector))];
        Dictionary<PackageName, PackageRepository> first = [];
        List<Candidate> candidates = [];
        foreach (PackageRepository repository in _repositories)
        {
            foreach (RepositoryPackage package in repository.Index.Packages)
            {
                PackageId id = package.Definition.Id;
                first.TryAdd(id.Name, repository);
                if (_sources[id] == repository && (first[id.Name] == repository || wished.Contains(id)))
                {
                    candidates.Add(CandidateOf(package));
                }
            }
        }
        return new PackageUniverse(candidates);
    }

    private static Candidate CandidateOf(RepositoryPackage package) => new(
        package.Definition.Id, package.Definition.Requires, package.Definition.Conflicts, package.Definition.Provides, package.Definition.Location);
}
