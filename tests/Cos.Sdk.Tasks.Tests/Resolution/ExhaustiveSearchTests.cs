using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Resolution;

public sealed class ExhaustiveSearchTests
{
    private const int TreesPerBatch = 250;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Resolve_OnRandomTrees_AgreesWithTryingEverything(int batch)
    {
        for (int seed = batch * TreesPerBatch; seed < (batch + 1) * TreesPerBatch; seed++)
        {
            Candidate[] candidates = RandomTree.Make(seed);
            PackageRequirement target = new(new PackageName("t", "n0"), ">=0");
            string? answer = Answer(candidates, target, out ResolvedPackages? resolution);

            Assert.True(RandomTree.IsSatisfiable(candidates, target) == resolution is not null, $"Seed {seed}: {answer}");
            if (resolution is not null)
            {
                SolutionChecker.AssertValid(candidates, target, resolution.OrderFor(resolution.Targets[0].To));
                AssertNewestTarget(candidates, resolution.Targets[0].To, seed);
            }
            Assert.Equal(answer, Answer(Shuffle(candidates, seed), target, out _));
        }
    }

    /// <summary>No newer version of the target has a solution; those that provide it come after all of its own versions.</summary>
    private static void AssertNewestTarget(Candidate[] candidates, PackageId chosen, int seed)
    {
        IEnumerable<Candidate> newer = new PackageUniverse(candidates).VersionsOf(new PackageName("t", "n0"))
            .TakeWhile(candidate => candidate.Id != chosen)
            .Where(candidate => VersionSelector.Parse(">=0").Matches(candidate.Id.Version));
        foreach (Candidate candidate in newer)
        {
            Candidate[] only = [.. candidates.Where(other => other.Id.Name != candidate.Id.Name || other == candidate)];
            Candidate asked = new(new PackageId(new PackageName("t", "asked"), "1.0"), [], [], [], null);
            Candidate marked = candidate with { Provides = [.. candidate.Provides, new PackageRequirement(asked.Id.Name, "1.0")] };
            Candidate[] tried = [.. only.Select(other => other == candidate ? marked : other)];
            Assert.False(RandomTree.IsSatisfiable(tried, new PackageRequirement(asked.Id.Name, "1.0")), $"Seed {seed}: {candidate.Id} has a solution, {chosen} was chosen.");
        }
    }

    private static string Answer(IReadOnlyList<Candidate> candidates, PackageRequirement target, out ResolvedPackages? resolution)
    {
        try
        {
            resolution = new Resolver().Resolve(new PackageUniverse(candidates), [target], CancellationToken.None);
            return string.Join(' ', resolution.OrderFor(resolution.Targets[0].To));
        }
        catch (CosException failure)
        {
            resolution = null;
            return failure.Message;
        }
    }

    private static Candidate[] Shuffle(Candidate[] candidates, int seed)
    {
        Random random = new(seed);
        Candidate[] shuffled = [.. candidates.Select(candidate => candidate with
        {
            Requires = [.. candidate.Requires.Reverse()],
        })];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
