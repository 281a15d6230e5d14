using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>All candidates of one name. The candidate at index <c>i</c> is the state <c>i + 1</c>; state 0 is not being chosen.</summary>
/// <remarks>Thread-safe: what two threads make at once is equal.</remarks>
internal sealed class PackageNode
{
    private readonly PackageUniverse _universe;
    private readonly PackageVersion[] _versions;
    private readonly Dictionary<string, VersionSet> _matching = new(StringComparer.Ordinal);
    private ImmutableArray<RequirementGroup>[]? _requirements;
    private ImmutableArray<ImmutableArray<Incompatibility>>[]? _conflicts;
    private SemanticVersion?[]? _semanticVersions;

    /// <summary>Candidates in any order; none for a name that is only provided or only asked for.</summary>
    public PackageNode(PackageUniverse universe, PackageName name, IEnumerable<Candidate> candidates)
    {
        _universe = universe;
        Name = name;
        (Candidate Candidate, PackageVersion Version)[] sorted = [.. candidates
            .Select(candidate => (candidate, new PackageVersion(candidate.Id.Version)))
            .OrderByDescending(item => item.Item2)];
        Candidates = [.. sorted.Select(item => item.Candidate)];
        _versions = [.. sorted.Select(item => item.Version)];
        HasPreReleases = Array.Exists(_versions, version => version.Release is not null);
        All = VersionSet.All(Candidates.Length + 1);
        None = SetOf(VersionSet.Absent);
    }

    /// <summary>Category and name.</summary>
    public PackageName Name { get; }

    /// <summary>The newest first.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>Every state.</summary>
    public VersionSet All { get; }

    /// <summary>The one state of not being chosen.</summary>
    public VersionSet None { get; }

    /// <summary>Whether selectors can change which candidate is preferred.</summary>
    public bool HasPreReleases { get; }

    /// <summary>The candidate of a state above 0.</summary>
    public Candidate CandidateOf(int state) => Candidates[state - 1];

    /// <summary>A set of one state.</summary>
    public VersionSet SetOf(int state) => VersionSet.Single(Candidates.Length + 1, state);

    /// <summary>A set of states.</summary>
    public VersionSet SetOf(IEnumerable<int> states) => VersionSet.Of(Candidates.Length + 1, states);

    /// <summary>The states that a selector accepts by the package's own name.</summary>
    public VersionSet Matching(string selector)
    {
        lock (_matching)
        {
            if (!_matching.TryGetValue(selector, out VersionSet states))
            {
                _semanticVersions ??= [.. _versions.Select(version => SemanticVersion.TryParse(version.Text))];
                VersionSelector parsed = _universe.SelectorOf(selector);
                states = None.Except(None);
                for (int state = 1; state <= Candidates.Length; state++)
                {
                    if (parsed.Matches(_versions[state - 1].Text, _semanticVersions[state - 1]))
                    {
                        states = states.Union(SetOf(state));
                    }
                }
                _matching.Add(selector, states);
            }
            return states;
        }
    }

    /// <summary>The preferred state of a set that has one above 0.</summary>
    /// <param name="allowed">The states to choose from.</param>
    /// <param name="selectors">Those in force: a pre-release that one of them names is not put before its release.</param>
    public int Prefer(VersionSet allowed, IReadOnlyCollection<VersionSelector> selectors)
    {
        VersionSet states = allowed.Except(None);
        return HasPreReleases && selectors.Count > 0
            ? states.States().Aggregate((best, state) => PackageVersion.Compare(_versions[state - 1], _versions[best - 1], selectors) > 0 ? state : best)
            : states.Least;
    }

    /// <summary>The requirements of a candidate, in byte order of name and selector.</summary>
    public ImmutableArray<RequirementGroup> RequirementsOf(int state) =>
        LazyInitializer.EnsureInitialized(ref _requirements, () => GroupByWish(
            candidate => candidate.Requires, (wish, owners) => RequirementGroup.ForPackage(_universe, this, owners, wish)))[state - 1];

    /// <summary>What the conflicts of a candidate forbid.</summary>
    public ImmutableArray<ImmutableArray<Incompatibility>> ConflictsOf(int state) =>
        LazyInitializer.EnsureInitialized(ref _conflicts, () => GroupByWish(
            candidate => candidate.Conflicts, (wish, owners) => ConflictCause.Forbid(_universe, this, owners, wish)))[state - 1];

    /// <inheritdoc />
    public override string ToString() => Name.ToString();

    /// <summary>Candidates that state the same wish share what is made of it, which keeps clauses few and explanations short.</summary>
    private ImmutableArray<T>[] GroupByWish<T>(
        Func<Candidate, ImmutableArray<PackageRequirement>> wishes, Func<PackageRequirement, VersionSet, T> create)
    {
        int count = Candidates.Sum(candidate => wishes(candidate).Length);
        if (count == 0)
        {
            return [.. Enumerable.Repeat(ImmutableArray<T>.Empty, Candidates.Length)];
        }
        List<(PackageRequirement Wish, int State)> stated = new(count);
        for (int state = 1; state <= Candidates.Length; state++)
        {
            foreach (PackageRequirement wish in wishes(CandidateOf(state)))
            {
                stated.Add((wish, state));
            }
        }
        stated.Sort(CompareStated);
        ImmutableArray<T>.Builder[] result = [.. Candidates.Select(candidate => ImmutableArray.CreateBuilder<T>(wishes(candidate).Length))];
        for (int start = 0, end; start < stated.Count; start = end)
        {
            PackageRequirement wish = stated[start].Wish;
            VersionSet owners = None.Except(None);
            for (end = start; end < stated.Count && stated[end].Wish.Name == wish.Name && stated[end].Wish.Selector == wish.Selector; end++)
            {
                owners = owners.Union(SetOf(stated[end].State));
            }
            T made = create(wish, owners);
            for (int i = start; i < end; i++)
            {
                // Who states a wish twice has it once.
                if (i == start || stated[i].State != stated[i - 1].State)
                {
                    result[stated[i].State - 1].Add(made);
                }
            }
        }
        return [.. result.Select(builder => builder.DrainToImmutable())];
    }

    private static int CompareStated((PackageRequirement Wish, int State) left, (PackageRequirement Wish, int State) right)
    {
        int order = left.Wish.Name.CompareTo(right.Wish.Name);
        order = order != 0 ? order : string.CompareOrdinal(left.Wish.Selector, right.Wish.Selector);
        order = order != 0 ? order : left.State.CompareTo(right.State);
        return order != 0 ? order : Comparer<int?>.Default.Compare(left.Wish.Location?.Line, right.Wish.Location?.Line);
    }
}
