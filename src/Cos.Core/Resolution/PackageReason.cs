using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>Why a package is in a resolution, at the version that it has.</summary>
/// <param name="Package">The package.</param>
/// <param name="Path">The requirements from a target to it, as few as possible.</param>
/// <param name="RequiredBy">Every requirement that it meets.</param>
/// <param name="Passed">Newer versions that were not chosen, the newest first, each with a sentence that says why.</param>
internal sealed record PackageReason(
    PackageId Package,
    ImmutableArray<RequirementEdge> Path,
    ImmutableArray<RequirementEdge> RequiredBy,
    ImmutableArray<(PackageId Package, string Reason)> Passed)
{
    /// <summary>Looks up a chosen package.</summary>
    public static PackageReason Find(PackageUniverse universe, ResolvedPackages resolution, PackageId id)
    {
        ImmutableArray<RequirementEdge> requiredBy = [.. resolution.RequiredBy(id)];
        IEnumerable<Candidate> newer = universe.VersionsOf(id.Name).TakeWhile(candidate => candidate.Id != id);
        return new PackageReason(
            id,
            FindPath(resolution, id),
            requiredBy,
            [.. newer.Select(candidate => (candidate.Id, WhyNot(resolution, candidate, requiredBy)))]);
    }

    private static ImmutableArray<RequirementEdge> FindPath(ResolvedPackages resolution, PackageId id)
    {
        Dictionary<PackageId, RequirementEdge> first = [];
        Queue<RequirementEdge> open = new(resolution.Targets);
        while (open.TryDequeue(out RequirementEdge? edge))
        {
            if (first.TryAdd(edge.To, edge))
            {
                foreach (RequirementEdge next in resolution.RequirementsOf(edge.To))
                {
                    open.Enqueue(next);
                }
            }
        }
        Stack<RequirementEdge> path = [];
        for (PackageId? step = id; step is PackageId current; step = path.Peek().From)
        {
            path.Push(first[current]);
        }
        return [.. path];
    }

    private static string WhyNot(ResolvedPackages resolution, Candidate candidate, ImmutableArray<RequirementEdge> requiredBy)
    {
        foreach (RequirementEdge edge in requiredBy.Where(edge => !edge.IsProvided))
        {
            if (!VersionSelector.Parse(edge.Requirement.Selector).Matches(candidate.Id.Version))
            {
                return $"{edge.From?.ToString() ?? "The project"} asks for {edge.Requirement}.";
            }
        }
        foreach (PackageRequirement requirement in candidate.Requires)
        {
            PackageId other = resolution.Packages.FirstOrDefault(chosen => chosen.Name == requirement.Name);
            if (other.Version is not null && !VersionSelector.Parse(requirement.Selector).Matches(other.Version))
            {
                return $"It requires {requirement}, and {other} is chosen.";
            }
        }
        foreach (PackageRequirement conflict in candidate.Conflicts)
        {
            PackageId other = resolution.Packages.FirstOrDefault(chosen => chosen.Name == conflict.Name);
            if (other.Version is not null && VersionSelector.Parse(conflict.Selector).Matches(other.Version))
            {
                return $"It conflicts with {other}, which is chosen.";
            }
        }
        return "It does not go together with the other versions that are chosen.";
    }
}
