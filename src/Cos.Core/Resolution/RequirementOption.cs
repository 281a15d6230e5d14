using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>One package that can meet a requirement, with the states that do.</summary>
/// <param name="Node">The package of the wanted name, or one that provides it.</param>
/// <param name="States">States above 0.</param>
/// <param name="IsProvider">Whether it meets the requirement by its provides.</param>
internal sealed record RequirementOption(PackageNode Node, VersionSet States, bool IsProvider)
{
    /// <summary>
    /// What can meet a requirement, the preferred one first: packages that provide the name, in byte order of their own names, since providing
    /// means replacing; then the package of that name.
    /// </summary>
    public static ImmutableArray<RequirementOption> Find(PackageUniverse universe, PackageRequirement requirement)
    {
        PackageNode node = universe.NodeOf(requirement.Name);
        VersionSet own = node.Matching(requirement.Selector);
        IReadOnlyList<ProvidedName> providers = universe.ProvidersOf(requirement.Name);
        if (providers.Count > 0)
        {
            return FindWithProviders(node, own, providers, universe.SelectorOf(requirement.Selector));
        }
        return own.IsEmpty ? [] : [new RequirementOption(node, own, IsProvider: false)];
    }

    /// <summary>Its candidates, the one that the requirement prefers first.</summary>
    public IEnumerable<Candidate> InOrderOf(PackageRequirement requirement)
    {
        VersionSelector[] selectors = [VersionSelector.Parse(requirement.Selector)];
        VersionSet rest = States;
        while (!rest.IsEmpty)
        {
            int state = Node.Prefer(rest, IsProvider ? [] : selectors);
            yield return Node.CandidateOf(state);
            rest = rest.Except(Node.SetOf(state));
        }
    }

    private static ImmutableArray<RequirementOption> FindWithProviders(
        PackageNode node, VersionSet own, IReadOnlyList<ProvidedName> providers, VersionSelector selector)
    {
        ImmutableArray<RequirementOption>.Builder options = ImmutableArray.CreateBuilder<RequirementOption>();
        foreach (IGrouping<PackageNode, ProvidedName> group in providers
            .Where(provided => selector.MatchesProvided(provided.Entry.Selector))
            .GroupBy(provided => provided.Node)
            .OrderBy(group => group.Key.Name))
        {
            VersionSet states = group.Key.SetOf(group.Select(provided => provided.State));
            if (group.Key == node)
            {
                // A package may provide further versions of its own name.
                own = own.Union(states);
            }
            else
            {
                options.Add(new RequirementOption(group.Key, states, IsProvider: true));
            }
        }
        if (!own.IsEmpty)
        {
            options.Add(new RequirementOption(node, own, IsProvider: false));
        }
        return options.ToImmutable();
    }
}
