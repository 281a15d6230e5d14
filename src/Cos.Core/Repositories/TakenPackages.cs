using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Finds out which packages of which repositories a project takes: for what it builds, and for its media.</summary>
/// <param name="repositories">The most preferred one first.</param>
internal sealed class TakenPackages(ImmutableArray<InheritedRepository> repositories)
{
    private readonly Dictionary<string, SortedDictionary<string, InheritedPackage>> _taken = new(StringComparer.Ordinal);

    /// <summary>What a repository is to give, by package and version.</summary>
    public ImmutableArray<InheritedPackage> Of(string repository) => _taken.TryGetValue(repository, out var packages) ? [.. packages.Values] : [];

    /// <summary>Adds what a plan fetches.</summary>
    public void AddBuild(BuildPlan plan)
    {
        foreach (FetchedArchive archive in FetchedBy(plan))
        {
            Add(archive.Repository, Find(archive));
        }
    }

    /// <summary>The package of an archive.</summary>
    public InheritedPackage Find(FetchedArchive archive) => repositories
        .First(repository => repository.Name == archive.Repository).Packages.First(package => package.Archive?.Package == archive.Package);

    /// <summary>Adds what an installation of some wishes takes, as media do. Wishes that cannot be met are left to whoever installs them.</summary>
    /// <param name="wishes">Solved together.</param>
    /// <param name="own">What the project itself builds.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public void AddInstallation(
        IReadOnlyCollection<PackageRequirement> wishes, ImmutableArray<Candidate> own, CancellationToken cancellationToken)
    {
        if (wishes.Count == 0)
        {
            return;
        }
        RuntimeSolver solver = new([own, .. repositories.Select(repository => Offered(repository))]);
        ResolvedPackages resolved;
        try
        {
            resolved = solver.Resolve(wishes, cancellationToken);
        }
        catch (CosException)
        {
            return;
        }
        foreach (PackageId package in resolved.Packages.Where(package => solver.SourceOf(package) > 0))
        {
            InheritedRepository repository = repositories[solver.SourceOf(package) - 1];
            Add(repository.Name, repository.Packages.First(item => item.Id == package));
        }
    }

    /// <summary>The archives that a plan needs.</summary>
    public static IEnumerable<FetchedArchive> FetchedBy(BuildPlan plan) => plan.Nodes.OfType<ComposedImageNode>().SelectMany(node => node.Fetched).Distinct();

    private static ImmutableArray<Candidate> Offered(InheritedRepository repository) =>
        [.. repository.Packages.Where(package => package.Archive is not null).Select(package => package.Candidate)];

    private void Add(string repository, InheritedPackage package)
    {
        if (!_taken.TryGetValue(repository, out SortedDictionary<string, InheritedPackage>? packages))
        {
            _taken[repository] = packages = new SortedDictionary<string, InheritedPackage>(StringComparer.Ordinal);
        }
        packages[package.Id.ToString()] = package;
    }
}
