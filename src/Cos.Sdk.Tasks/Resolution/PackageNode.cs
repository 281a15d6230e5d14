using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>All candidates of one name. The candidate at index <c>i</c> is the state <c>i + 1</c>; state 0 is not being chosen.</summary>
/// <remarks>Thread-safe: what two threads make at once is equal.</remarks>
internal sealed class PackageNode
{
    private readonly PackageUniverse _universe;
    private readonly PackageVersion[] _versions;
    private readonly Lazy<SemanticVersion?[]> _semanticVersions;
    private readonly ConcurrentDictionary<string, VersionSet> _matching = new(StringComparer.Ordinal);
    private ImmutableArray<RequirementGroup>[]? _requirements;
    private ImmutableArray<Incompatibility>[]? _conflicts;

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
        _semanticVersions = new Lazy<SemanticVersion?[]>(() => [.. _versions.Select(version => SemanticVersion.TryParse(version.Text))]);
        HasPreReleases = Array.Exists(_versions, version => version.Release is not null);
        All = VersionSet.All(Candidates.Length + 1);
        None = VersionSet.Of(Candidates.Length + 1, VersionSet.Absent);
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

    /// <summary>A set of states.</summary>
    public VersionSet SetOf(IEnumerable<int> states) => VersionSet.Of(Candidates.Length + 1, states);

    /// <summary>The states that a selector accepts by the package's own name.</summary>
    public VersionSet Matching(string selector) => _matching.GetOrAdd(selector, text =>
    {
        VersionSelector parsed = VersionSelector.Parse(text);
        return SetOf(Enumerable.Range(1, Candidates.Length)
            .Where(state => parsed.Matches(_versions[state - 1].Text, _semanticVersions.Value[state - 1])));
    });

    /// <summary>The preferred state of a set that has one above 0.</summary>
    /// <param name="allowed">The states to choose from.</param>
    /// <param name="selectors">Those in force: a pre-release that one of them names is not put before its release.</param>
    public int Prefer(VersionSet allowed, IReadOnlyCollection<VersionSelector> selectors)
    {
        IEnumerable<int> states = allowed.States().Where(state => state != VersionSet.Absent);
        return HasPreReleases && selectors.Count > 0
            ? states.Aggregate((best, state) => PackageVersion.Compare(_versions[state - 1], _versions[best - 1], selectors) > 0 ? state : best)
            : states.First();
    }

    /// <summary>The requirements of a candidate, in byte order of name and selector.</summary>
    public ImmutableArray<RequirementGroup> RequirementsOf(int state) =>
        LazyInitializer.EnsureInitialized(ref _requirements, () => GroupByWish<RequirementGroup>(
            candidate => candidate.Requires, (wish, owners) => [RequirementGroup.ForPackage(_universe, this, owners, wish)]))[state - 1];

    /// <summary>What the conflicts of a candidate forbid.</summary>
    public ImmutableArray<Incompatibility> ConflictsOf(int state) =>
        LazyInitializer.EnsureInitialized(ref _conflicts, () => GroupByWish(
            candidate => candidate.Conflicts, (wish, owners) => ConflictCause.Forbid(_universe, this, owners, wish)))[state - 1];

    /// <inheritdoc />
    public override string ToString() => Name.ToString();

    /// <summary>Candidates that state the same wish share what is made of it, which keeps clauses few and explanations short.</summary>
    private ImmutableArray<T>[] GroupByWish<T>(
        Func<Candidate, ImmutableArray<PackageRequirement>> wishes, Func<PackageRequirement, VersionSet, IEnumerable<T>> create)
    {
        var groups = Enumerable.Range(1, Candidates.Length)
            .SelectMany(state => wishes(CandidateOf(state)).Select(wish => (State: state, Wish: wish)))
            .GroupBy(item => (item.Wish.Name, item.Wish.Selector))
            .OrderBy(group => group.Key.Name)
            .ThenBy(group => group.Key.Selector, StringComparer.Ordinal);
        ImmutableArray<T>.Builder[] result = [.. Candidates.Select(_ => ImmutableArray.CreateBuilder<T>())];
        foreach (var group in groups)
        {
            int[] states = [.. group.Select(item => item.State).Distinct()];
            T[] made = [.. create(group.First().Wish, SetOf(states))];
            foreach (int state in states)
            {
                result[state - 1].AddRange(made);
            }
        }
        return [.. result.Select(builder => builder.ToImmutable())];
    }
}
