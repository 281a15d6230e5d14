using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>One requirement of one package, as all of its candidates that state it share it; or the wish for a target, which nobody owns.</summary>
/// <remarks>What can meet it is found when first asked for.</remarks>
internal sealed class RequirementGroup
{
    private readonly PackageUniverse? _universe;
    private ImmutableArray<RequirementOption> _options;
    private Incompatibility? _clause;

    private RequirementGroup(PackageUniverse? universe, PackageNode wanted, PackageNode? owner, VersionSet owners, PackageRequirement requirement)
    {
        _universe = universe;
        Wanted = wanted;
        Owner = owner;
        Owners = owners;
        Requirement = requirement;
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
    public ImmutableArray<RequirementOption> Options
    {
        get
        {
            if (_options.IsDefault)
            {
                ImmutableInterlocked.InterlockedInitialize(ref _options, FindOptions());
            }
            return _options;
        }
    }

    /// <summary>Forbids the owners without one of the options.</summary>
    public Incompatibility Clause => _clause ?? Interlocked.CompareExchange(ref _clause, MakeClause(), null) ?? _clause;

    /// <summary>A requirement that the <paramref name="owners"/> among the candidates of <paramref name="owner"/> state.</summary>
    public static RequirementGroup ForPackage(PackageUniverse universe, PackageNode owner, VersionSet owners, PackageRequirement requirement) =>
        new(universe, universe.NodeOf(requirement.Name), owner, owners, requirement);

    /// <summary>The wish for a target: the package of that name, or what provides the name if no version of the package itself is accepted.</summary>
    public static RequirementGroup ForTarget(PackageUniverse universe, PackageRequirement target) =>
        new(universe, universe.NodeOf(target.Name), null, default, target);

    /// <summary>The wish for something from outside of a circle.</summary>
    /// <param name="path">The requirements around the circle.</param>
    /// <param name="members">The packages that are in it, in the states that are.</param>
    /// <param name="outside">What would break it; may be empty.</param>
    public static RequirementGroup ForCircle(
        ImmutableArray<RequirementGroup> path, IEnumerable<Term> members, ImmutableArray<RequirementOption> outside) =>
        new(null, path[0].Wanted, path[0].Owner, path[0].Owners, path[0].Requirement)
        {
            _options = outside,
            _clause = Incompatibility.Create([.. members, .. outside.Select(Without)], new CycleCause(path)),
        };

    private static Term Without(RequirementOption option) => new(option.Node, option.Node.All.Except(option.States));

    private ImmutableArray<RequirementOption> FindOptions()
    {
        ImmutableArray<RequirementOption> found = RequirementOption.Find(_universe!, Requirement);
        return Owner is null && found is [.., { IsProvider: false } own] ? [own] : found;
    }

    private Incompatibility MakeClause()
    {
        ImmutableArray<RequirementOption> options = Options;
        Term[] terms = new Term[options.Length + (Owner is null ? 0 : 1)];
        bool isOwnOption = false;
        for (int i = 0; i < options.Length; i++)
        {
            terms[i] = Without(options[i]);
            isOwnOption |= options[i].Node == Owner;
        }
        if (Owner is not null)
        {
            terms[^1] = new Term(Owner, Owners);
        }
        RequirementCause cause = new(this);
        return isOwnOption ? Incompatibility.Create(terms, cause) : new Incompatibility(terms, cause);
    }
}
