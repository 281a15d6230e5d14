using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

public sealed class BuildPlannerTests : IDisposable
{
    private readonly PlanTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Plan_Chain_EachImageIsMadeFromTheOneBefore()
    {
        BuildPlan plan = Chain().Plan("top");
        ImageNode top = _tree.Image(plan, "top");
        ImageNode mid = _tree.Image(plan, "mid");
        ImageNode low = _tree.Image(plan, "low");
        Assert.Equal((mid.Image, mid.Key, mid.Hash), (top.Parent.From, top.Parent.Node, top.Parent.Digest));
        Assert.Equal(low.Image, mid.Parent.From);
        Assert.Equal(("base@pinned", null), (low.Parent.From, low.Parent.Node));
        Assert.Equal(["artifact.top-c-1.0"], plan.Targets);
        Assert.Equal(["c/low@1.0", "c/mid@1.0", "c/top@1.0"], _tree.Artifact(plan, "top").Chain.Select(link => link.Definition.Id.ToString()));
    }

    [Fact]
    public void Plan_Diamond_SiblingsFollowEachOther()
    {
        _tree.Add("root", "image: base", "steps: [echo root]")
            .Add("left", PlanTree.Requires("root"), "steps: [echo left]")
            .Add("right", PlanTree.Requires("root"), "steps: [echo right]")
            .Add("leaf", PlanTree.Requires("left", "right"), "steps: [echo leaf]");
        BuildPlan plan = _tree.Plan("leaf");
        ImageNode leaf = _tree.Image(plan, "leaf");
        ImageNode right = Assert.IsType<ImageNode>(PlanTree.Node(plan, leaf.Parent.Node!));
        ImageNode left = Assert.IsType<ImageNode>(PlanTree.Node(plan, right.Parent.Node!));
        Assert.Equal(("c/right@1.0", "c/left@1.0"), (right.Package, left.Package));
        Assert.Equal("image.left-c-1.0", left.Key);
        Assert.StartsWith("image.right-c-1.0.", right.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_EqualChains_AreOneNode()
    {
        BuildPlan plan = Chain().Plan("top", "mid", "low");
        Assert.Equal(3, plan.Nodes.OfType<ImageNode>().Count());
        Assert.Equal(3, plan.Targets.Length);
    }

    [Fact]
    public void Plan_PackageWithOwnImageInAChain_BeginsAnewAndWarns()
    {
        _tree.Add("a", "image: one", "steps: [echo a]")
            .Add("b", "image: two", "steps: [echo b]")
            .Add("top", PlanTree.Requires("a", "b"), "steps: [echo top]");
        BuildPlan plan = _tree.Plan("top");
        Assert.Equal(_tree.Image(plan, "b").Image, _tree.Image(plan, "top").Parent.From);
        Diagnostic warning = Assert.Single(_tree.Diagnostics);
        Assert.Equal("COS4004", warning.Code);
        Assert.Contains("c/a@1.0", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requires", true)]
    [InlineData("join", false)]
    public void Plan_ComposedBase_IsMadeOfArtifacts(string key, bool flag)
    {
        _tree.Add("a", "image: one", "steps: [echo a]")
            .Add("b", "image: two", "steps: [echo b]")
            .Add("top", PlanTree.Wishes(key, "a", "b"), flag ? "requires_final_images: true" : "", "steps: [echo top]");
        BuildPlan plan = _tree.Plan("top");
        ComposedImageNode composed = Assert.IsType<ComposedImageNode>(PlanTree.Node(plan, "base.top-c-1.0"));
        Assert.Equal(["artifact.a-c-1.0", "artifact.b-c-1.0"], composed.Parts);
        Assert.Equal(composed.Parts, composed.DependsOn);
        Assert.Equal((composed.Image, composed.Key), (_tree.Image(plan, "top").Parent.From, _tree.Image(plan, "top").Parent.Node));
        Assert.Empty(_tree.Diagnostics.Where(item => item.Code == "COS4004"));
    }

    [Fact]
    public void Plan_Copies_DependOnTheImagesTheyTakeFrom()
    {
        _tree.Add("tool", "image: one", "steps: [echo tool]")
            .Add("p", "image: two", "copy:", "- {package: {category: c, name: tool, version: \">=0\"}, source: /t, destination: /d}",
                "- {image: three, source: /x, destination: /y}", "steps: [echo p]");
        BuildPlan plan = _tree.Plan("p");
        ImageNode p = _tree.Image(plan, "p");
        Assert.Equal(["image.tool-c-1.0"], p.DependsOn);
        Assert.Equal([_tree.Image(plan, "tool").Image, "three@pinned"], p.CopiedImages.Select(image => image.From));
        Assert.Contains(p.Instructions, line => line.Arguments == $"--from={_tree.Image(plan, "tool").Image} /t /d");
    }

    [Fact]
    public void Plan_VirtualPackage_HasAnEmptyArtifactAndNoImage()
    {
        BuildPlan plan = _tree.Add("meta", "{}").Plan("meta");
        Assert.Equal(ArtifactStrategy.Empty, Assert.IsType<ArtifactNode>(Assert.Single(plan.Nodes)).Strategy);
    }

    [Fact]
    public void Plan_ElsewhereAndWithMovedLines_GivesTheSameFiles()
    {
        Chain().With("mid/f.txt", "content");
        using PlanTree other = new();
        Chain(other).With("mid/f.txt", "content").With("low/build.yaml", "# A comment moves the lines.\n\nimage: base\nsteps: [echo low]\n");
        Assert.Equal(Files(_tree.Plan("top")), Files(other.Plan("top")));
    }

    [Fact]
    public void Plan_ChangedFile_ChangesExactlyTheDependents()
    {
        Chain().Add("side", PlanTree.Requires("low"), "steps: [echo side]").With("mid/f.txt", "one");
        Dictionary<string, string> before = Hashes(_tree.Plan("top", "side"));
        _tree.With("mid/f.txt", "two");
        Dictionary<string, string> after = Hashes(_tree.Plan("top", "side"));
        Assert.Equal(
            ["artifact.top-c-1.0", "image.mid-c-1.0", "image.top-c-1.0"],
            after.Keys.Where(key => before[key] != after[key]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Plan_OtherCompression_KeepsImagesAndContent()
    {
        Chain();
        BuildPlan fast = _tree.Plan("top");
        BuildPlan small = _tree.Plan(settings => settings with { CompressionLevel = 9 }, "top");
        Assert.Equal(_tree.Image(fast, "top").Image, _tree.Image(small, "top").Image);
        Assert.Equal(_tree.Artifact(fast, "top").ContentHash, _tree.Artifact(small, "top").ContentHash);
        Assert.NotEqual(_tree.Artifact(fast, "top").Hash, _tree.Artifact(small, "top").Hash);
    }

    [Fact]
    public void Plan_CycleThroughCopies_IsExplained()
    {
        const string Copy = "- {{package: {{category: c, name: {0}, version: \">=0\"}}, source: /t, destination: /d}}";
        _tree.Add("a", "image: one", "copy:", Copy.Replace("{0}", "b", StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal), "steps: [echo a]")
            .Add("b", "image: one", "copy:", Copy.Replace("{0}", "a", StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal), "steps: [echo b]");
        Assert.Equal("COS4007", Assert.Single(Assert.Throws<CosException>(() => _tree.Plan("a")).Diagnostics).Code);
    }

    [Fact]
    public void Plan_CycleThroughRuntimeRequirementsOfAComposedBase_IsExplained()
    {
        _tree.Add("a", "image: one", "steps: [echo a]")
            .Add("top", PlanTree.Requires("a"), "requires_final_images: true", "steps: [echo top]")
            .With("a/definition.yaml", "name: a\ncategory: c\nversion: \"1.0\"\n" + PlanTree.Requires("top") + "\n");
        Assert.Equal("COS4007", Assert.Single(Assert.Throws<CosException>(() => _tree.Plan("top")).Diagnostics).Code);
    }

    private PlanTree Chain() => Chain(_tree);

    private static PlanTree Chain(PlanTree tree) => tree
        .Add("low", "image: base", "steps: [echo low]")
        .Add("mid", PlanTree.Requires("low"), "steps: [echo mid]")
        .Add("top", PlanTree.Requires("mid"), "steps: [echo top]");

    private static string Files(BuildPlan plan) => string.Concat(plan.Nodes.Select(node => node.Key + PlanJson.Write(node)));

    private static Dictionary<string, string> Hashes(BuildPlan plan) => plan.Nodes.ToDictionary(node => node.Key, node => node.Hash);
}
