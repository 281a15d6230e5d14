using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Golden.Solver;

/// <summary>Judges an answer by the definition of a solution alone.</summary>
internal static class SolutionCheck
{
    /// <summary>What is wrong with an order; null when it is a solution.</summary>
    public static string? FindFault(IReadOnlyCollection<Candidate> candidates, PackageRequirement target, IReadOnlyList<PackageId> order)
    {
        Dictionary<PackageId, Candidate> byId = candidates.DistinctBy(candidate => candidate.Id).ToDictionary(candidate => candidate.Id);
        Candidate[] chosen = [.. order.Select(id => byId[id])];
        if (chosen.DistinctBy(candidate => candidate.Id.Name).Count() != chosen.Length)
        {
            return "two versions of one package";
        }
        if (!Meets(chosen[^1], target))
        {
            return $"{chosen[^1].Id} is not {target}";
        }
        for (int i = 0; i < chosen.Length; i++)
        {
            if (chosen[i].Requires.FirstOrDefault(wish => !chosen.Take(i).Any(other => Meets(other, wish))) is { } unmet)
            {
                return $"{chosen[i].Id} comes before {unmet}, or without it";
            }
            if (chosen[i].Conflicts.FirstOrDefault(wish => chosen.Any(other => other != chosen[i] && Meets(other, wish))) is { } conflict)
            {
                return $"{chosen[i].Id} is beside {conflict}, with which it conflicts";
            }
        }
        return null;
    }

    /// <summary>Whether a package meets a wish, by its own name or by one that it provides.</summary>
    public static bool Meets(Candidate candidate, PackageRequirement wish)
    {
        VersionSelector selector = VersionSelector.Parse(wish.Selector);
        return (candidate.Id.Name == wish.Name && selector.Matches(candidate.Id.Version))
            || candidate.Provides.Any(entry => entry.Name == wish.Name && selector.MatchesProvided(entry.Selector));
    }
}
