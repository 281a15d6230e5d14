using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Resolution;

/// <summary>Checks an answer by the definition of a solution alone.</summary>
internal static class SolutionChecker
{
    public static void AssertValid(IReadOnlyCollection<Candidate> candidates, PackageRequirement target, IReadOnlyList<PackageId> order)
    {
        Dictionary<PackageId, Candidate> byId = candidates.ToDictionary(candidate => candidate.Id);
        Candidate[] chosen = [.. order.Select(id => byId[id])];
        Assert.Equal(chosen.Length, chosen.Select(candidate => candidate.Id.Name).Distinct().Count());
        Assert.True(Accepts(candidates, target)(chosen[^1]), $"{chosen[^1].Id} is not {target}.");
        for (int i = 0; i < chosen.Length; i++)
        {
            foreach (PackageRequirement requirement in chosen[i].Requires)
            {
                Assert.True(chosen.Take(i).Any(other => Meets(other, requirement)), $"{chosen[i].Id} comes without {requirement}.");
            }
            foreach (PackageRequirement conflict in chosen[i].Conflicts)
            {
                Assert.False(chosen.Any(other => other != chosen[i] && Meets(other, conflict)), $"{chosen[i].Id} is beside {conflict}.");
            }
        }
    }

    /// <summary>A target is the package of that name; what provides it counts only where no version of the package itself is accepted.</summary>
    public static Func<Candidate, bool> Accepts(IReadOnlyCollection<Candidate> candidates, PackageRequirement target)
    {
        HashSet<Candidate> own = [.. candidates.Where(candidate => candidate.Id.Name == target.Name && Meets(candidate, target))];
        return own.Count > 0 ? own.Contains : candidate => Meets(candidate, target);
    }

    public static bool Meets(Candidate candidate, PackageRequirement requirement)
    {
        VersionSelector selector = VersionSelector.Parse(requirement.Selector);
        return (candidate.Id.Name == requirement.Name && selector.Matches(candidate.Id.Version))
            || candidate.Provides.Any(entry => entry.Name == requirement.Name && selector.MatchesProvided(entry.Selector));
    }
}
