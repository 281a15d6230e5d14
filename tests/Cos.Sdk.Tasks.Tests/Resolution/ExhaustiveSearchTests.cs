using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Resolution;

public sealed class ExhaustiveSearchTests
{
    private static readonly int TreesPerBatch = Environment.GetEnvironmentVariable("COS_SOAK") == "1" ? 10_000 : 250;

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
            PackageRequirement[] targets = TreeBuilder.Targets(seed % 2 == 0 ? ["t/n0"] : ["t/n0", "t/n1@<2.0"]);
            string answer = Answer(candidates, targets, out ResolvedPackages? resolution);

            Assert.True(RandomTree.IsSatisfiable(candidates, targets) == resolution is not null, $"Seed {seed}: {answer}");
            if (resolution is not null)
            {
                AssertValid(candidates, targets, resolution);
                AssertNewestTarget(candidates, targets, resolution.Targets[0].To, seed);
            }
            Assert.Equal(answer, Answer(Shuffle(candidates, seed), targets, out _));
        }
    }

    private static void AssertValid(Candidate[] candidates, PackageRequirement[] targets, ResolvedPackages resolution)
    {
        Assert.Equal(resolution.Packages.Length, resolution.Packages.Select(id => id.Name).Distinct().Count());
        HashSet<PackageId> reached = [];
        for (int i = 0; i < targets.Length; i++)
        {
            IReadOnlyList<PackageId> order = resolution.OrderFor(resolution.Targets[i].To);
            SolutionChecker.AssertValid(candidates, targets[i], order);
            reached.UnionWith(order);
        }
        Assert.Equal(resolution.Packages.Length, reached.Count);
    }

    /// <summary>No newer version of the first target has a solution; what provides it comes after all of its own versions.</summary>
    private static void AssertNewestTarget(Candidate[] candidates, PackageRequirement[] targets, PackageId chosen, int seed)
    {
        PackageRequirement asked = TreeBuilder.Targets("t/asked@1.0")[0];
        foreach (Candidate newer in new PackageUniverse(candidates).VersionsOf(targets[0].Name).TakeWhile(candidate => candidate.Id != chosen))
        {
            Candidate marked = newer with { Provides = [.. newer.Provides, asked] };
            Candidate[] tried = [.. candidates.Where(other => other.Id.Name != newer.Id.Name), marked];
            Assert.False(RandomTree.IsSatisfiable(tried, [.. targets, asked]), $"Seed {seed}: {newer.Id} has a solution, {chosen} was chosen.");
        }
    }

    private static string Answer(IReadOnlyList<Candidate> candidates, PackageRequirement[] targets, out ResolvedPackages? resolution)
    {
        try
        {
            resolution = new Resolver().Resolve(new PackageUniverse(candidates), targets, CancellationToken.None);
            return string.Join(' ', resolution.Packages);
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
