using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>Says why newer versions of a chosen package were not chosen.</summary>
internal sealed class RejectionFinder(PackageUniverse universe, ResolvedPackages resolution, CancellationToken cancellationToken)
{
    private const int MaxVersions = 20;

    /// <summary>The newest first.</summary>
    public ImmutableArray<RejectedVersion> Find(PackageId chosen) =>
    [
        .. universe.VersionsOf(chosen.Name).TakeWhile(candidate => candidate.Id != chosen).Take(MaxVersions)
            .Select(candidate => new RejectedVersion(candidate.Id, WhyNot(chosen, candidate))),
    ];

    private string WhyNot(PackageId chosen, Candidate candidate)
    {
        RequirementEdge[] direct = [.. resolution.RequiredBy(chosen).Where(edge =>
            !edge.IsProvided && !VersionSelector.Parse(edge.Requirement.Selector).Matches(candidate.Id.Version))];
        if (direct.Length > 0)
        {
            return string.Join("; ", direct.Select(Ask)) + ".";
        }
        if (WhyNotBeside(candidate) is { } clash)
        {
            return clash;
        }
        // Ask for it beside the targets: either that has no solution, and the explanation is the answer, or it has one that is worse elsewhere.
        PackageRequirement[] wishes = [.. resolution.Targets.Select(edge => edge.Requirement), new PackageRequirement(candidate.Id.Name, candidate.Id.Version)];
        ResolverResult result = new Resolver().TryResolve(universe, wishes, cancellationToken);
        return result.Packages is { } other ? WhatElse(other, candidate.Id) : string.Join(' ', result.Errors.Select(error => error.Message));
    }

    /// <summary>A wish of the candidate's own that what is chosen does not meet.</summary>
    private string? WhyNotBeside(Candidate candidate)
    {
        foreach (PackageRequirement requirement in candidate.Requires)
        {
            if (Chosen(requirement.Name) is { } other && !VersionSelector.Parse(requirement.Selector).Matches(other.Version))
            {
                return $"it requires {requirement}{At(requirement)}, and {other} is chosen.";
            }
        }
        foreach (PackageRequirement conflict in candidate.Conflicts)
        {
            if (Chosen(conflict.Name) is { } other && VersionSelector.Parse(conflict.Selector).Matches(other.Version))
            {
                return $"it conflicts with {conflict}{At(conflict)}, and {other} is chosen.";
            }
        }
        return null;
    }

    private PackageId? Chosen(PackageName name) => resolution.Packages.Where(id => id.Name == name).Select(id => (PackageId?)id).FirstOrDefault();

    private static string At(PackageRequirement wish) => wish.Location is { } location ? $" ({location})" : "";

    private static string Ask(RequirementEdge edge) =>
        edge.From is { } from ? $"{from} requires {edge.Requirement}{At(edge.Requirement)}" : $"the project asks for {edge.Requirement}{At(edge.Requirement)}";

    private string WhatElse(ResolvedPackages other, PackageId candidate)
    {
        Dictionary<PackageName, PackageId> now = resolution.Packages.GroupBy(id => id.Name).ToDictionary(group => group.Key, group => group.First());
        string[] changes =
        [
            .. other.Packages.Where(id => id != candidate && now.TryGetValue(id.Name, out PackageId same) && same != id)
                .Select(id => $"{id.Name} would be {id.Version} instead of {now[id.Name].Version}"),
        ];
        return changes.Length == 0
            ? "it is allowed, but pre-releases come after releases unless a selector names one."
            : $"with it, {string.Join(" and ", changes)}, and what is nearer to the project gets its newest version first.";
    }
}
