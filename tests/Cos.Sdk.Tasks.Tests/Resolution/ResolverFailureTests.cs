using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;

namespace Cos.Sdk.Tests.Resolution;

public sealed class ResolverFailureTests
{
    [Fact]
    public void Resolve_UnknownPackage_NamesWhoAsksAndWhatWasMeant() => AssertFails(
        new TreeBuilder().Add("t/app@1.0", "requires t/a@>=2").Add("t/a@2.0", "requires t/nose@>=2").Add("t/noise@2.0"),
        "COS3001",
        "/tree/a-2.0.yaml(1)",
        "No package is called t/nose, which t/a@2.0 requires. Did you mean t/noise? It is needed since the project asks for t/app@>=0, "
        + "and t/app@1.0 requires t/a@>=2 (/tree/app-1.0.yaml(1)).");

    [Fact]
    public void Resolve_CategoryLeftOut_SaysWhatThatMeans() => AssertFails(
        new TreeBuilder().Add("t/app@1.0", "requires b@1.0").Add("t/b@2.0"),
        "COS3001",
        "/tree/app-1.0.yaml(1)",
        "No package is called b, which t/app@1.0 requires. Did you mean t/b? A category that is left out means the empty one.");

    [Theory]
    [InlineData(">=2", "There is t/a@1.0 or 1.1.")]
    [InlineData("1.00", "There is t/a@1.0 or 1.1. \"1.00\" is one exact version; write \">=1.00\" to accept later ones.")]
    [InlineData(">=1.2", "There is t/a@1.0 or 1.1.")]
    [InlineData(">=1.0 <2.0", "There is t/a@1.0 or 1.1. The selector cannot be read; comparisons are joined by commas, as in \">=1.0,<2.0\".")]
    [InlineData("~1.0", "There is t/a@1.0 or 1.1. Without <, > or = this is one exact version; write \">=1.2\" or \"~>1.2\" for a range.")]
    public void Resolve_KnownPackageWithoutMatchingVersion_TellsTheVersions(string selector, string hint) => AssertFails(
        new TreeBuilder().Add("t/app@1.0", $"requires t/a@{selector}").Add("t/a@1.0").Add("t/a@1.1"),
        "COS3002",
        "/tree/app-1.0.yaml(1)",
        $"No version satisfies t/a@{selector}, which t/app@1.0 requires. {hint}");

    [Fact]
    public void Resolve_RequirementsThatExcludeEachOther_DerivesWhy() => AssertFails(
        new TreeBuilder().Add("t/app@1.0", "requires t/b@>=2", "requires t/c@>=0", "requires t/d@>=0")
            .Add("t/b@1.0").Add("t/b@2.0").Add("t/b@2.1").Add("t/c@1.0", "requires t/b@<2").Add("t/d@1.0"),
        "COS3003",
        "/tree/c-1.0.yaml(1)",
        "The requirements of t/app@>=0 cannot be met together. Because t/c@1.0 requires t/b@<2 (that is 1.0; /tree/c-1.0.yaml(1)), "
        + "t/app@1.0 requires t/c@>=0 (/tree/app-1.0.yaml(2)) and t/app@1.0 requires t/b@>=2 (that is 2.0 or 2.1; /tree/app-1.0.yaml(1)), "
        + "t/app@1.0 cannot be used. And because the project asks for t/app@>=0, there is no solution.");

    [Fact]
    public void Resolve_ConflictWithAProvider_NamesBoth() => AssertFails(
        new TreeBuilder().Add("t/app@1.0", "requires t/a@>=1", "requires t/b@>=1")
            .Add("t/a@1.0", "conflicts t/b@>=0").Add("t/q@1.0", "provides t/b@1.0"),
        "COS3003",
        "/tree/a-1.0.yaml(1)",
        "The requirements of t/app@>=0 cannot be met together. Because t/a@1.0 conflicts with t/b@>=0 (provided by t/q; /tree/a-1.0.yaml(1)), "
        + "t/app@1.0 requires t/b@>=1 (met by t/q@1.0; /tree/app-1.0.yaml(2)) and t/app@1.0 requires t/a@>=1 (/tree/app-1.0.yaml(1)), "
        + "t/app@1.0 cannot be used. And because the project asks for t/app@>=0, there is no solution.");

    [Fact]
    public void Resolve_Circle_ShowsTheWholeWay() => AssertFails(
        new TreeBuilder().Add("t/app@1.0", "requires t/a@>=1").Add("t/a@1.0", "requires t/b@>=0").Add("t/b@1.0", "requires t/a@>=0"),
        "COS3004",
        "/tree/a-1.0.yaml(1)",
        "Packages require one another in a circle: t/a@1.0 → t/b@1.0 → t/a@1.0. t/a@1.0 requires t/b@>=0 (/tree/a-1.0.yaml(1)); "
        + "t/b@1.0 requires t/a@>=0 (/tree/b-1.0.yaml(1)). Remove one of these requirements, or move what both sides need to a package of its own.");

    [Fact]
    public void Resolve_PackageThatRequiresItself_IsACircle() =>
        Assert.Equal("COS3004", new TreeBuilder().Add("t/app@1.0", "requires t/app@>=1").Fail("t/app").Code);

    [Fact]
    public void Resolve_UnknownTargets_ReportsEach()
    {
        CosException failure = Assert.Throws<CosException>(() => new TreeBuilder().Add("t/app@1.0").Resolve("t/pp", "t/app@>2.0", "t/app"));
        Assert.Equal(["COS3001", "COS3002"], failure.Diagnostics.Select(diagnostic => diagnostic.Code));
        Assert.EndsWith("Did you mean t/app?", failure.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_SearchBeyondItsBudget_EndsWithItsOwnCode()
    {
        PackageUniverse universe = Pigeons(10, 9).Universe;
        Diagnostic diagnostic = Assert.Single(Assert.Throws<CosException>(
            () => new Resolver(stepLimit: 20_000).Resolve(universe, TreeBuilder.Targets("t/app"), CancellationToken.None)).Diagnostics);
        Assert.Equal("COS3005", diagnostic.Code);
    }

    [Fact]
    public void Resolve_CallerGivesUp_Ends()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new Resolver().Resolve(Pigeons(4, 4).Universe, TreeBuilder.Targets("t/app"), source.Token));
    }

    [Fact]
    public void Resolve_ManyFactsThatExcludeOneAnother_AreListedInBoundedLength()
    {
        Diagnostic diagnostic = Pigeons(6, 5).Fail("t/app");
        Assert.Equal("COS3003", diagnostic.Code);
        Assert.InRange(diagnostic.Message.Length, 100, 6000);
    }

    /// <summary>More pigeons than holes: every pigeon has a version for each hole, and no two go into the same one.</summary>
    private static TreeBuilder Pigeons(int pigeons, int holes)
    {
        TreeBuilder tree = new TreeBuilder().Add("t/app@1.0", [.. Enumerable.Range(0, pigeons).Select(pigeon => Text($"requires t/p{pigeon}@>=0"))]);
        for (int pigeon = 0; pigeon < pigeons; pigeon++)
        {
            for (int hole = 1; hole <= holes; hole++)
            {
                tree.Add(Text($"t/p{pigeon}@{hole}"), [.. Enumerable.Range(0, pigeon).Select(other => Text($"conflicts t/p{other}@{hole}"))]);
            }
        }
        return tree;

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    private static void AssertFails(TreeBuilder tree, string code, string location, string message)
    {
        Diagnostic diagnostic = tree.Fail("t/app");
        Assert.Equal((code, location, message), (diagnostic.Code, diagnostic.Location?.ToString(), diagnostic.Message));
    }
}
