using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;

namespace Cos.Sdk.Tests.Resolution;

/// <summary>Steps are counted instead of time, so that a busy machine changes nothing.</summary>
public sealed class ResolverScaleTests
{
    private const int StepsPerPackage = 60;

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void Resolve_ManyPackages_NeedsStepsInProportion(int count)
    {
        PackageUniverse universe = new(Layered(count));
        ResolvedPackages resolution = new Resolver(StepsPerPackage * count).Resolve(universe, TreeBuilder.Targets("t/top@1.0"), CancellationToken.None);
        Assert.Equal(count + 1, resolution.OrderFor(resolution.Targets[0].To).Count);
        Assert.All(resolution.Packages.Where(id => id.Name.Name != "top"), id => Assert.Equal("1.1", id.Version));
    }

    [Fact]
    public void Resolve_SmallTargetInAHugeTree_LooksAtWhatItReachesOnly()
    {
        PackageUniverse universe = new(Layered(10_000));
        ResolvedPackages resolution = new Resolver(stepLimit: 1_000).Resolve(universe, TreeBuilder.Targets("t/p5@1.0"), CancellationToken.None);
        Assert.InRange(resolution.Packages.Length, 2, 6);
    }

    [Fact]
    public void Resolve_VeryLongChain_HasAnOrder()
    {
        ResolvedPackages resolution = Chain(20_000, "t/p0@1.0").Resolve("t/p20000");
        Assert.Equal(20_001, resolution.OrderFor(resolution.Targets[0].To).Count);
    }

    [Fact]
    public void Resolve_VeryLongCircle_IsShownByItsEnds()
    {
        Diagnostic diagnostic = Chain(5_000, "t/p0@1.0", "requires t/p5000@1.0").Fail("t/p5000");
        Assert.Equal("COS3004", diagnostic.Code);
        Assert.InRange(diagnostic.Message.Length, 100, 4000);
    }

    [Fact]
    public void Resolve_UnknownPackageAtTheEndOfAVeryLongChain_IsNamed()
    {
        Diagnostic diagnostic = Chain(5_000, "t/p0@1.0", "requires t/none@1.0").Fail("t/p5000");
        Assert.Equal("COS3001", diagnostic.Code);
        Assert.InRange(diagnostic.Message.Length, 100, 4000);
    }

    [Fact]
    public void Resolve_ConflictDeepInHundredsOfPackages_IsExplainedByThoseThatMatter()
    {
        List<Candidate> candidates = [.. Layered(500)];
        candidates.AddRange(new TreeBuilder()
            .Add("t/app@1.0", "requires t/top@1.0", "requires t/left@>=0", "requires t/right@>=0")
            .Add("t/left@1.0", "requires t/p3@1.0").Add("t/right@1.0", "requires t/p3@1.1").Candidates);
        CosException failure = Assert.Throws<CosException>(
            () => new Resolver().Resolve(new PackageUniverse(candidates), TreeBuilder.Targets("t/app"), CancellationToken.None));
        Assert.Equal("COS3003", failure.Diagnostics[0].Code);
        Assert.Contains("t/left@1.0 requires t/p3@1.0", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t/top", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Two versions of each package, with up to five requirements on earlier ones, and one that requires all.</summary>
    private static IReadOnlyList<Candidate> Layered(int count)
    {
        Random random = new(7);
        TreeBuilder tree = new();
        for (int i = 0; i < count; i++)
        {
            string[] wishes = [.. Enumerable.Range(0, Math.Min(i, 5)).Select(_ => Text($"requires t/p{random.Next(i)}@>=1.0"))];
            tree.Add(Text($"t/p{i}@1.0"), wishes).Add(Text($"t/p{i}@1.1"), wishes);
        }
        return tree.Add("t/top@1.0", [.. Enumerable.Range(0, count).Select(i => Text($"requires t/p{i}@>=0"))]).Candidates;
    }

    private static TreeBuilder Chain(int length, string first, params string[] wishes)
    {
        TreeBuilder tree = new TreeBuilder().Add(first, wishes);
        for (int i = 1; i <= length; i++)
        {
            tree.Add(Text($"t/p{i}@1.0"), Text($"requires t/p{i - 1}@1.0"));
        }
        return tree;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
