using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>The candidates to choose from, indexed by their own names and by the names that they provide. Immutable and thread-safe.</summary>
internal sealed class PackageUniverse
{
    private static readonly ProvidedName[] NoProviders = [];

    private readonly Dictionary<PackageName, PackageNode> _nodes = [];
    private readonly Dictionary<PackageName, List<ProvidedName>> _provided = [];
    private readonly ConcurrentDictionary<PackageName, PackageNode> _unknown = [];
    private readonly ConcurrentDictionary<string, VersionSelector> _selectors = new(StringComparer.Ordinal);

    /// <summary>Of candidates with the same id the last one counts.</summary>
    public PackageUniverse(IEnumerable<Candidate> candidates)
    {
        Dictionary<PackageId, Candidate> byId = [];
        foreach (Candidate candidate in candidates)
        {
            byId[candidate.Id] = candidate;
        }
        foreach (IGrouping<PackageName, Candidate> named in byId.Values.GroupBy(candidate => candidate.Id.Name).OrderBy(group => group.Key))
        {
            PackageNode node = new(this, named.Key, named);
            _nodes.Add(named.Key, node);
            IndexProvided(node);
        }
    }

    /// <summary>The names of all candidates, unordered.</summary>
    public IReadOnlyCollection<PackageName> Names => _nodes.Keys;

    /// <summary>The names that candidates provide, unordered.</summary>
    public IReadOnlyCollection<PackageName> ProvidedNames => _provided.Keys;

    /// <summary>Whether a candidate has or provides the name.</summary>
    public bool Knows(PackageName name) => _nodes.ContainsKey(name) || _provided.ContainsKey(name);

    /// <summary>The candidate of this id.</summary>
    public Candidate? Find(PackageId id) => VersionsOf(id.Name).FirstOrDefault(candidate => candidate.Id == id);

    /// <summary>The candidates of a name, the newest first.</summary>
    public ImmutableArray<Candidate> VersionsOf(PackageName name) => _nodes.TryGetValue(name, out PackageNode? node) ? node.Candidates : [];

    /// <summary>The candidates that a target accepts, the preferred one first: those of the name itself, then those that provide it.</summary>
    public IEnumerable<Candidate> Matching(PackageRequirement requirement) =>
        RequirementOption.Find(this, requirement).OrderBy(option => option.IsProvider).SelectMany(option => option.InOrderOf(requirement));

    /// <summary>The candidate that a requirement alone would get, as a target or a copied package does; null when none is accepted.</summary>
    public Candidate? Best(PackageRequirement requirement) => Matching(requirement).FirstOrDefault();

    /// <summary>The node of a name; an empty one for a name without candidates.</summary>
    internal PackageNode NodeOf(PackageName name) =>
        _nodes.TryGetValue(name, out PackageNode? node) ? node : _unknown.GetOrAdd(name, unknown => new PackageNode(this, unknown, []));

    /// <summary>The selector of a text; most trees repeat a few.</summary>
    internal VersionSelector SelectorOf(string text) => _selectors.GetOrAdd(text, VersionSelector.Parse);

    /// <summary>What provides a name, in byte order of the providers' names, then by preference.</summary>
    internal IReadOnlyList<ProvidedName> ProvidersOf(PackageName name) => _provided.TryGetValue(name, out List<ProvidedName>? found) ? found : NoProviders;

    private void IndexProvided(PackageNode node)
    {
        for (int state = 1; state <= node.Candidates.Length; state++)
        {
            foreach (PackageRequirement entry in node.CandidateOf(state).Provides)
            {
                if (!_provided.TryGetValue(entry.Name, out List<ProvidedName>? list))
                {
                    _provided.Add(entry.Name, list = []);
                }
                list.Add(new ProvidedName(node, state, entry));
            }
        }
    }
}
