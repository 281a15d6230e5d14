using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Resolution;

public sealed class ResolverTests
{
    [Fact]
    public void Resolve_SeveralVersions_TakesTheNewestAllowed()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/app@1.0", "requires t/a@<2.0")
            .Add("t/a@0.9").Add("t/a@0.10").Add("t/a@1.0").Add("t/a@1.0-rc1").Add("t/a@1.0+2").Add("t/a@2.0");
        Assert.Equal("a@1.0+2 app@1.0", tree.Order("t/app"));
    }

    [Theory]
    [InlineData(">=0", "a@1.0-1 app@1.0")]
    [InlineData(">=1.0-rc1", "a@1.0-rc1 app@1.0")]
    [InlineData("1.0-rc1", "a@1.0-rc1 app@1.0")]
    [InlineData("1.0", "a@1.0 app@1.0")]
    public void Resolve_PreRelease_IsTakenOnlyWhenNamed(string selector, string expected)
    {
        TreeBuilder tree = new TreeBuilder().Add("t/app@1.0", $"requires t/a@{selector}").Add("t/a@1.0").Add("t/a@1.0-rc1").Add("t/a@1.0-1");
        Assert.Equal(expected, tree.Order("t/app"));
    }

    [Fact]
    public void Resolve_NewestDoesNotFit_GoesBackAsFarAsNeeded()
    {
        TreeBuilder tree = new TreeBuilder()
            .Add("t/app@1.0", "requires t/a@>=0", "requires t/b@>=0")
            .Add("t/a@2.0", "requires t/c@2.0").Add("t/a@1.0", "requires t/c@1.0")
            .Add("t/b@1.0", "requires t/c@1.0")
            .Add("t/c@1.0").Add("t/c@2.0");
        Assert.Equal("c@1.0 a@1.0 b@1.0 app@1.0", tree.Order("t/app"));
    }

    [Fact]
    public void Resolve_TargetWithOlderVersionThatFits_TakesIt() =>
        Assert.Equal("app@1.0", new TreeBuilder().Add("t/app@2.0", "requires t/none@>=0").Add("t/app@1.0").Order("t/app"));

    [Fact]
    public void Resolve_SameIdTwice_TheLaterOneCounts()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/app@1.0", "requires t/none@1.0", "provides t/old@1.0").Add("t/app@1.0");
        Assert.Equal("app@1.0", tree.Order("t/app"));
        Assert.False(tree.Universe.Knows(new PackageName("t", "old")));
    }

    [Fact]
    public void Resolve_RequirementWithoutCategory_MeansTheEmptyOne() =>
        Assert.Equal("a@1.0 app@1.0", new TreeBuilder().Add("t/app@1.0", "requires a@1.0").Add("t/a@1.0").Add("a@1.0").Order("t/app"));

    [Fact]
    public void Resolve_UnreachablePackageThatCannotBeBuilt_DoesNotMatter() =>
        Assert.Equal("app@1.0", new TreeBuilder().Add("t/app@1.0").Add("t/x@1.0", "requires t/none@1.0", "conflicts t/app@>=0").Order("t/app"));

    [Fact]
    public void Resolve_CircleThatAnotherVersionAvoids_TakesThatVersion()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/app@1.0", "requires t/a@>=0")
            .Add("t/a@2.0", "requires t/b@>=0").Add("t/a@1.0").Add("t/b@1.0", "requires t/a@>=0");
        Assert.Equal("a@1.0 app@1.0", tree.Order("t/app"));
    }

    [Fact]
    public void Resolve_CircleThatAProviderBreaks_TakesTheProvider()
    {
        TreeBuilder tree = new TreeBuilder()
            .Add("t/a@1.0", "requires t/b@1.0")
            .Add("t/b@1.0", "requires t/a@1.0")
            .Add("t/z@1.0", "provides t/b@1.0", "requires t/y@1.0").Add("t/y@1.0")
            .Add("t/b2@1.0", "provides t/b@1.0", "requires t/a@1.0");
        Assert.Equal("y@1.0 z@1.0 a@1.0", tree.Order("t/a"));
    }

    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("1.0", ">=0")]
    [InlineData("1.0", ">=1.0")]
    [InlineData(">=0", ">=0")]
    [InlineData(">=0", "3.0")]
    public void Resolve_ProvidedName_IsMetByTheProvider(string provided, string required)
    {
        TreeBuilder tree = new TreeBuilder().Add("v/app@1.0", $"requires v/old@{required}").Add("v/real@1.5", $"provides v/old@{provided}");
        RequirementEdge edge = Assert.Single(tree.Resolve("v/app").RequirementsOf(new PackageId(new PackageName("v", "app"), "1.0")));
        Assert.Equal("v/real@1.5", edge.To.ToString());
        Assert.True(edge.IsProvided);
    }

    [Fact]
    public void Resolve_ProviderBesideThePackageItReplaces_IsPreferred()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/app@1.0", "requires t/a@>=0").Add("t/a@9.0")
            .Add("t/new@1.0", "provides t/a@1.0", "conflicts t/a@>=0").Add("t/new@1.1", "provides t/a@1.0", "conflicts t/a@>=0")
            .Add("t/other@5.0", "provides t/a@5.0");
        Assert.Equal("new@1.1 app@1.0", tree.Order("t/app"));
        Assert.Equal("a@9.0", tree.Order("t/a"));
    }

    [Fact]
    public void Resolve_SeveralTargets_ShareOneVersion()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/x@1.0", "requires t/a@>=0").Add("t/y@1.0", "requires t/a@<2").Add("t/a@1.0").Add("t/a@2.0");
        ResolvedPackages resolution = tree.Resolve("t/x", "t/y");
        Assert.Equal(["t/a@1.0", "t/x@1.0", "t/y@1.0"], resolution.Packages.Select(id => id.ToString()));
    }

    [Fact]
    public void OrderFor_RequirementsInAnyOrder_VisitsThemByFingerprint()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/app@1.0", "requires t/beta@1.0", "requires t/alpha@1.0", "requires a/zeta@1.0")
            .Add("t/alpha@1.0", "requires t/shared@1.0").Add("t/beta@1.0", "requires t/shared@1.0").Add("t/shared@1.0").Add("a/zeta@1.0");
        Assert.Equal("shared@1.0 alpha@1.0 beta@1.0 zeta@1.0 app@1.0", tree.Order("t/app"));
    }

    [Fact]
    public void ResolveTogetherOrAlone_TargetsThatExcludeEachOther_AreSolvedAlone()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/x@1.0", "requires t/a@1.0").Add("t/y@1.0", "requires t/a@2.0").Add("t/a@1.0").Add("t/a@2.0");
        DiagnosticBag bag = [];
        IReadOnlyList<TargetSolution> solutions = new Resolver().ResolveTogetherOrAlone(
            tree.Universe, TreeBuilder.Targets("t/x", "t/y"), bag, CancellationToken.None);

        Assert.Equal(["t/a@1.0", "t/a@2.0"], solutions.Select(solution => solution.Resolution.OrderFor(solution.Package)[0].ToString()));
        Diagnostic information = Assert.Single(bag);
        Assert.Equal(("COS3006", DiagnosticSeverity.Information), (information.Code, information.Severity));
        Assert.Contains("t/x@1.0 requires t/a@1.0", information.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ResolveTogetherOrAlone_OneTargetThatCannotBe_LeavesTheOthersTogether()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/x@1.0", "requires t/a@>=0").Add("t/y@1.0", "requires t/a@1.0").Add("t/z@1.0", "requires t/none@1.0")
            .Add("t/a@1.0").Add("t/a@2.0");
        DiagnosticBag bag = [];
        IReadOnlyList<TargetSolution> solutions = new Resolver().ResolveTogetherOrAlone(
            tree.Universe, TreeBuilder.Targets("t/x", "t/y", "t/z"), bag, CancellationToken.None);

        Assert.Equal(["t/x@1.0", "t/y@1.0"], solutions.Select(solution => solution.Package.ToString()));
        Assert.Same(solutions[0].Resolution, solutions[1].Resolution);
        Assert.Equal("COS3001", Assert.Single(bag).Code);
    }

    [Fact]
    public void Find_NewerVersionsOfAChosenPackage_SaysOfEachWhyNot()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/app@1.0", "requires t/a@>=0", "requires t/b@1.0").Add("t/a@1.0", "requires t/c@<2.0")
            .Add("t/b@1.0").Add("t/c@1.0").Add("t/c@1.5", "conflicts t/b@>=0").Add("t/c@1.6", "requires t/b@2.0").Add("t/c@1.7", "requires t/d@>=0").Add("t/c@2.0")
            .Add("t/d@1.0", "conflicts t/b@>=0");
        Assert.Equal(
            [
                "2.0: t/a@1.0 requires t/c@<2.0 (/tree/a-1.0.yaml(1)).",
                "1.7: The requirements of t/app@>=0, t/c@1.7 cannot be met together. Because t/d@1.0 conflicts with t/b@>=0 (/tree/d-1.0.yaml(1)), t/c@1.7 requires "
                    + "t/d@>=0 (/tree/c-1.7.yaml(1)) and t/app@1.0 requires t/b@1.0 (/tree/app-1.0.yaml(2)), t/c@1.7 and t/app@1.0 do not go together. And because "
                    + "the project asks for t/c@1.7, t/app@1.0 cannot be used. And because the project asks for t/app@>=0, there is no solution.",
                "1.6: it requires t/b@2.0 (/tree/c-1.6.yaml(1)), and t/b@1.0 is chosen.",
                "1.5: it conflicts with t/b@>=0 (/tree/c-1.5.yaml(1)), and t/b@1.0 is chosen.",
            ],
            Rejections(tree, "c", "1.0", "t/app"));
    }

    [Fact]
    public void Find_VersionThatWouldCostAnotherOne_SaysWhich() => Assert.Equal(
        ["2.0: with it, t/a would be 1.0 instead of 2.0, and what is nearer to the project gets its newest version first."],
        Rejections(
            new TreeBuilder().Add("t/app@1.0", "requires t/a@>=0").Add("t/a@2.0", "requires t/b@>=0", "requires t/x@1.0").Add("t/a@1.0", "requires t/b@>=0")
                .Add("t/b@2.0", "requires t/y@>=0").Add("t/b@1.0").Add("t/y@1.0", "conflicts t/x@>=0").Add("t/x@1.0"),
            "b",
            "1.0",
            "t/app"));

    private static string[] Rejections(TreeBuilder tree, string name, string version, params string[] targets)
    {
        PackageUniverse universe = tree.Universe;
        ResolvedPackages resolution = new Resolver().Resolve(universe, TreeBuilder.Targets(targets), CancellationToken.None);
        return [.. new RejectionFinder(universe, resolution, CancellationToken.None).Find(new PackageId(new PackageName("t", name), version))
            .Select(rejected => $"{rejected.Package.Version}: {rejected.Reason}")];
    }

    [Fact]
    public void Best_CommandLineSelector_PicksTheNewestMatchingVersion()
    {
        PackageUniverse universe = new TreeBuilder().Add("t/a@1.0").Add("t/a@1.2").Add("t/a@2.0").Add("t/b@1.0", "provides t/a@1.1").Universe;
        Assert.Equal("t/a@1.2", universe.Best(TreeBuilder.Targets("t/a@<2.0")[0])?.Id.ToString());
        Assert.Equal("t/b@1.0", universe.Best(TreeBuilder.Targets("t/a@1.1")[0])?.Id.ToString());
        Assert.Null(universe.Best(TreeBuilder.Targets("t/a@>2.0")[0]));
    }

    [Fact]
    public void Resolve_OneUniverseInSeveralThreads_AnswersAlike()
    {
        TreeBuilder tree = new();
        for (int i = 0; i < 200; i++)
        {
            tree.Add($"t/p{i}@1.0", i == 0 ? [] : [$"requires t/p{i / 2}@>=0", $"requires t/p{i - 1}@1.0"]).Add($"t/p{i}@1.1", $"requires t/none@>={i}");
        }
        PackageUniverse universe = tree.Universe;
        string[] answers = [.. Enumerable.Range(0, 8).AsParallel().Select(_ =>
            string.Join(' ', new Resolver().Resolve(universe, TreeBuilder.Targets("t/p199"), CancellationToken.None).Packages))];
        Assert.Single(answers.Distinct());
    }
}
