using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Decides which packages of which repositories an installation brings.</summary>
internal sealed class InstallationPlanner
{
    private readonly ImmutableArray<PackageRepository> _repositories;
    private readonly RuntimeSolver _solver;

    /// <param name="repositories">In any order; the priorities of their references decide, then the order here.</param>
    public InstallationPlanner(IEnumerable<PackageRepository> repositories)
    {
        _repositories = [.. repositories.OrderBy(repository => repository.Reference.Priority)];
        _solver = new RuntimeSolver([.. _repositories.Select(repository => repository.Index.Packages.Select(CandidateOf).ToImmutableArray())]);
    }

    /// <summary>Plans the installation of packages as people type them, such as <c>system/sampleOS</c> or <c>utils/jq@>=1.6</c>.</summary>
    public InstallationPlan Plan(IEnumerable<string> wishes, CancellationToken cancellationToken) =>
        Plan(wishes.Select(wish => PackageReference.ParseRequirement(wish)), cancellationToken);

    /// <summary>Plans the installation of packages with what they require. The order of the wishes does not matter.</summary>
    /// <exception cref="CosException">Nothing is wished, a package is unknown, or the requirements cannot be met together.</exception>
    public InstallationPlan Plan(IEnumerable<PackageRequirement> wishes, CancellationToken cancellationToken)
    {
        PackageRequirement[] all = [.. wishes];
        if (all.Length == 0)
        {
            throw new CosException(RepositoryDiagnostics.NothingToInstall(string.Join(", ", _repositories.Select(item => item.Reference.Name))));
        }
        ResolvedPackages resolution = _solver.Resolve(all, cancellationToken);
        HashSet<PackageId> requested = [.. resolution.Targets.Select(edge => edge.To)];
        ImmutableArray<InstallationPackage> packages = [.. resolution.Targets
            .Select(edge => edge.To)
            .OrderBy(id => id.Fingerprint, StringComparer.Ordinal)
            .SelectMany(resolution.OrderFor)
            .Distinct()
            .Select(id => Find(id, requested.Contains(id)))];
        return new InstallationPlan(packages, ReadFinalizers(packages, cancellationToken));
    }

    /// <summary>Whether a repository has a package of that name, in any version, or one that stands in for it.</summary>
    public bool Has(PackageName name) => _repositories
        .SelectMany(repository => repository.Index.Packages)
        .Any(package => package.Definition.Id.Name == name || package.Definition.Provides.Any(provided => provided.Name == name));

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
        PackageRepository repository = _repositories[_solver.SourceOf(id)];
        return repository.Index.TryGet(id, out RepositoryPackage? package)
            ? new InstallationPackage(package, repository, isRequested)
            : throw new InvalidOperationException($"The index lost {id}.");
    }

    private static Candidate CandidateOf(RepositoryPackage package) => new(
        package.Definition.Id, package.Definition.Requires, package.Definition.Conflicts, package.Definition.Provides, package.Definition.Location);
}
