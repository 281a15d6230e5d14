using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>
/// Versions and order for a project: its targets are solved together where that can be, a package that none of them needs (a copy's
/// source, a part that only run time requires) by itself.
/// </summary>
internal sealed class TreeResolution : IBuildResolution
{
    private readonly Resolver _resolver = new();
    private readonly Lazy<PackageUniverse> _runtime;
    private readonly IReadOnlyList<ResolvedPackages> _targets;
    private readonly Dictionary<PackageId, ResolvedPackages> _alone = [];
    private readonly Dictionary<PackageId, IReadOnlyList<PackageId>> _chains = [];
    private readonly CancellationToken _cancellationToken;

    /// <summary>Solves the targets.</summary>
    /// <param name="packages">Every package of the trees.</param>
    /// <param name="targets">What the project wants.</param>
    /// <param name="company">What the project would want if it did not choose: solved together with the targets, so that a choice changes no version. Empty without a choice.</param>
    /// <param name="diagnostics">Gets what cannot be solved.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public TreeResolution(
        IReadOnlyDictionary<PackageId, PlannedPackage> packages,
        IReadOnlyList<PackageRequirement> targets,
        IReadOnlyList<PackageRequirement> company,
        DiagnosticBag diagnostics,
        CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        Build = new PackageUniverse(packages.Values.Select(BuildCandidate));
        _runtime = new Lazy<PackageUniverse>(() => new PackageUniverse(packages.Values.Select(RuntimeCandidate)));
        IReadOnlyList<TargetSolution> others = SolveCompany(company);
        IReadOnlyList<TargetSolution> solutions = others.Count == 0
            ? _resolver.ResolveTogetherOrAlone(Build, targets, diagnostics, cancellationToken)
            : [.. targets.SelectMany(target => ChooseFrom(others, target, diagnostics))];
        _targets = [.. others.Concat(solutions).Select(solution => solution.Resolution).Distinct()];
        Targets = [.. solutions.Select(solution => solution.Package).Distinct()];
        Neighbours = others.Count == 0 ? Targets : [.. others.Select(solution => solution.Package).Concat(Targets).Distinct()];
    }

    /// <summary>What the targets of the project came to.</summary>
    public IReadOnlyList<PackageId> Targets { get; }

    /// <summary>The targets, and beside them what the project would build without a choice.</summary>
    public IReadOnlyList<PackageId> Neighbours { get; }

    /// <summary>The solutions of the targets: one, or several where they have none in common.</summary>
    public IReadOnlyList<ResolvedPackages> Solutions => _targets;

    /// <summary>Every package with what it requires for its build.</summary>
    public PackageUniverse Build { get; }

    /// <summary>Every package with what it requires at run time.</summary>
    public PackageUniverse Runtime => _runtime.Value;

    /// <inheritdoc />
    public IReadOnlyList<PackageId> ChainOf(PackageId package)
    {
        if (!_chains.TryGetValue(package, out IReadOnlyList<PackageId>? chain))
        {
            chain = _chains[package] = SolutionWith(package).OrderFor(package);
        }
        return chain;
    }

    /// <inheritdoc />
    public IReadOnlyList<(PackageRequirement Requirement, PackageId MetBy)> RequirementsOf(PackageId package) =>
        [.. SolutionWith(package).RequirementsOf(package).Select(edge => (edge.Requirement, edge.To))];

    /// <inheritdoc />
    public PackageId Find(PackageRequirement requirement)
    {
        VersionSelector selector = VersionSelector.Parse(requirement.Selector);
        foreach (ResolvedPackages resolved in _targets)
        {
            foreach (PackageId chosen in resolved.Packages.Where(id => id.Name == requirement.Name && selector.Matches(id.Version)))
            {
                return chosen;
            }
        }
        return _resolver.Resolve(Build, [requirement], _cancellationToken).Targets[0].To;
    }

    /// <inheritdoc />
    public IReadOnlyList<PackageId> PartsOf(PackageId package)
    {
        (PackageId[] direct, ResolvedPackages resolved) = ResolveParts(package);
        return [.. direct.SelectMany(resolved.OrderFor).Distinct()];
    }

    /// <summary>What the parts of a composed base require of one another at run time.</summary>
    public IEnumerable<(PackageId Part, PackageRequirement Requirement, PackageId MetBy)> PartRequirementsOf(PackageId package)
    {
        (_, ResolvedPackages resolved) = ResolveParts(package);
        return resolved.Packages.SelectMany(part => resolved.RequirementsOf(part).Select(edge => (part, edge.Requirement, edge.To)));
    }

    /// <summary>Solves what the project would build without a choice; nothing when that has faults, which are not the choice's business.</summary>
    private IReadOnlyList<TargetSolution> SolveCompany(IReadOnlyList<PackageRequirement> company)
    {
        DiagnosticBag faults = [];
        IReadOnlyList<TargetSolution> solutions = company.Count == 0 ? [] : _resolver.ResolveTogetherOrAlone(Build, company, faults, _cancellationToken);
        return faults.HasErrors ? [] : solutions;
    }

    private IReadOnlyList<TargetSolution> ChooseFrom(IReadOnlyList<TargetSolution> others, PackageRequirement target, DiagnosticBag diagnostics)
    {
        VersionSelector selector = VersionSelector.Parse(target.Selector);
        return others.Select(other => other.Resolution).Distinct()
            .SelectMany(resolved => resolved.Packages.Where(id => id.Name == target.Name && selector.Matches(id.Version)).Select(id => (id, resolved)))
            .OrderByDescending(choice => new PackageVersion(choice.id.Version))
            .Select(choice => new TargetSolution(target, choice.id, choice.resolved))
            .Take(1).ToArray() is { Length: 1 } found
            ? found
            : _resolver.ResolveTogetherOrAlone(Build, [target], diagnostics, _cancellationToken);
    }

    private (PackageId[] Direct, ResolvedPackages Resolved) ResolveParts(PackageId package)
    {
        PackageId[] direct = [.. SolutionWith(package).RequirementsOf(package).Select(edge => edge.To)];
        return (direct, _resolver.Resolve(Runtime, [.. direct.Select(Exactly)], _cancellationToken));
    }

    /// <summary>The solution that a package of the build belongs to: one of the targets', or its own.</summary>
    /// <exception cref="CosException">It has none.</exception>
    public ResolvedPackages SolutionWith(PackageId package)
    {
        foreach (ResolvedPackages resolved in _targets)
        {
            if (resolved.Contains(package))
            {
                return resolved;
            }
        }
        if (!_alone.TryGetValue(package, out ResolvedPackages? alone))
        {
            alone = _alone[package] = _resolver.Resolve(Build, [Exactly(package)], _cancellationToken);
        }
        return alone;
    }

    private static PackageRequirement Exactly(PackageId package) => new(package.Name, package.Version);

    /// <summary>Requirements of a package with an image of its own are resolved like any other; only its image is not made from theirs.</summary>
    private static Candidate BuildCandidate(PlannedPackage package) => new(
        package.Definition.Id,
        package.Spec?.Requires ?? [],
        package.Spec?.Conflicts ?? [],
        package.Definition.Provides,
        package.Definition.Location);

    private static Candidate RuntimeCandidate(PlannedPackage package) => new(
        package.Definition.Id,
        package.Definition.Requires,
        package.Definition.Conflicts,
        package.Definition.Provides,
        package.Definition.Location);
}
