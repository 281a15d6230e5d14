using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>One requirement of one package, as all of its candidates that state it share it; or the wish for a target, which nobody owns.</summary>
/// <remarks>What can meet it is found when first asked for.</remarks>
internal sealed class RequirementGroup
{
    private readonly Lazy<ImmutableArray<RequirementOption>> _options;
    private readonly Lazy<Incompatibility> _clause;

    private RequirementGroup(
        PackageNode wanted,
        PackageNode? owner,
        VersionSet owners,
        PackageRequirement requirement,
        Func<ImmutableArray<RequirementOption>> findOptions,
        Func<RequirementGroup, Incompatibility> makeClause)
    {
        Wanted = wanted;
        Owner = owner;
        Owners = owners;
        Requirement = requirement;
        _options = new Lazy<ImmutableArray<RequirementOption>>(findOptions);
        _clause = new Lazy<Incompatibility>(() => makeClause(this));
    }

    /// <summary>The package of the wanted name; it has no candidates when the name is unknown or only provided.</summary>
    public PackageNode Wanted { get; }

    /// <summary>Null for a target.</summary>
    public PackageNode? Owner { get; }

    /// <summary>The states of the owner that state the requirement.</summary>
    public VersionSet Owners { get; }

    /// <summary>As the newest of the owners states it.</summary>
    public PackageRequirement Requirement { get; }

    /// <summary>What can meet it, the preferred one first.</summary>
    public ImmutableArray<RequirementOption> Options => _options.Value;

    /// <summary>Forbids the owners without one of the options.</summary>
    public Incompatibility Clause => _clause.Value;

    /// <summary>A requirement that the <paramref name="owners"/> among the candidates of <paramref name="owner"/> state.</summary>
    public static RequirementGroup ForPackage(PackageUniverse universe, PackageNode owner, VersionSet owners, PackageRequirement requirement) => new(
        universe.NodeOf(requirement.Name),
        owner,
        owners,
        requirement,
        () => RequirementOption.Find(universe, requirement),
        group => new Incompatibility(NoneOf(group.Options).Prepend(new Term(owner, owners)), new RequirementCause(group)));

    /// <summary>The wish for a target. Here the package of that name is preferred to its providers.</summary>
    public static RequirementGroup ForTarget(PackageUniverse universe, PackageRequirement target) => new(
        universe.NodeOf(target.Name),
        null,
        default,
        target,
        () => [.. RequirementOption.Find(universe, target).OrderBy(option => option.IsProvider)],
        group => new Incompatibility(NoneOf(group.Options), new RequirementCause(group)));

    /// <summary>The wish for something from outside of a circle.</summary>
    /// <param name="path">The requirements around the circle.</param>
    /// <param name="members">The packages that are in it, in the states that are.</param>
    /// <param name="outside">What would break it; may be empty.</param>
    public static RequirementGroup ForCircle(
        ImmutableArray<RequirementGroup> path, IEnumerable<Term> members, ImmutableArray<RequirementOption> outside) => new(
        path[0].Wanted,
        path[0].Owner,
        path[0].Owners,
        path[0].Requirement,
        () => outside,
        group => new Incompatibility(members.Concat(NoneOf(outside)), new CycleCause(path)));

    private static IEnumerable<Term> NoneOf(ImmutableArray<RequirementOption> options) =>
        options.Select(option => new Term(option.Node, option.Node.All.Except(option.States)));
}
