using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

/// <summary>Plan files, and what their differences are called.</summary>
public sealed class PlanNodeTests : IDisposable
{
    private readonly PlanTree _tree = new();

    public PlanNodeTests() => _tree
        .Add("a", "image: one", "steps: [echo a]").With("a/f.txt", "one")
        .Add("b", PlanTree.Requires("a"), "requires_final_images: true", "steps: [echo b]", "excludes: [^/x]");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Read_WrittenNode_IsTheSameText()
    {
        BuildPlan plan = _tree.Plan("b");
        Assert.Equal(5, plan.Nodes.Length);
        Assert.All(plan.Nodes, node =>
        {
            string file = Path.Combine(_tree.Root, node.Key + ".json");
            File.WriteAllText(file, PlanJson.Write(node));
            PlanNode read = PlanJson.Read(file);
            Assert.Equal((node.Key, PlanJson.Write(node)), (read.Key, PlanJson.Write(read)));
        });
    }

    /// <summary>Files come in pieces when they are larger than a reader's buffer.</summary>
    [Fact]
    public void Read_LargeNode_IsTheSameText()
    {
        string parts = string.Join('\n', Enumerable.Range(0, 2000).Select(i => $"- {{name: part{i}, category: c, version: \"1.0\", includes: [\"^/opt/{i}/\"]}}"));
        ArtifactNode node = _tree.Artifact(_tree.Add("many", "image: one", "steps: [echo many]", "subpackages:", parts).Plan("many"), "many");
        string file = Path.Combine(_tree.Root, node.Key + ".json");
        File.WriteAllText(file, PlanJson.Write(node));
        Assert.InRange(new FileInfo(file).Length, 100_000, long.MaxValue);
        Assert.Equal(PlanJson.Write(node), PlanJson.Write(PlanJson.Read(file)));
    }

    [Fact]
    public void Read_DamagedFile_IsExplained()
    {
        string file = Path.Combine(_tree.With("x.json", "{").Root, "x.json");
        Assert.Equal("COS4008", Assert.Single(Assert.Throws<CosException>(() => PlanJson.Read(file)).Diagnostics).Code);
    }

    [Fact]
    public void Write_SamePlanTwice_WritesNothing()
    {
        string folder = Path.Combine(_tree.Root, "plans");
        Assert.Equal(5, PlanFiles.Write(folder, _tree.Plan("b")).Length);
        Assert.Empty(PlanFiles.Write(folder, _tree.Plan("b")));
    }

    [Theory]
    [InlineData("a/f.txt", "two", "f.txt changed (7692c3ad3540 → 3fc4ccfe7458)")]
    [InlineData("a/g.txt", "", "g.txt was added")]
    [InlineData("a/build.yaml", "image: one\nsteps: [echo c]", "'RUN echo c' was 'RUN echo a'")]
    [InlineData("a/build.yaml", "image: one\nsteps: [echo a, echo c]", "'RUN echo c' is new")]
    [InlineData("a/build.yaml", "image: two\nsteps: [echo a]", "it is now made from two instead of one")]
    public void Explain_ChangedSource_NamesIt(string file, string text, string expected)
    {
        PlanNode before = _tree.Image(_tree.Plan("b"), "a");
        _tree.With(file, text);
        Assert.Equal(expected, RebuildReason.Explain(before, _tree.Image(_tree.Plan("b"), "a")));
    }

    [Fact]
    public void Explain_RemovedFile_NamesIt()
    {
        PlanNode before = _tree.Image(_tree.Plan("b"), "a");
        File.Delete(Path.Combine(_tree.Root, "a/f.txt"));
        Assert.Equal("f.txt was removed", RebuildReason.Explain(before, _tree.Image(_tree.Plan("b"), "a")));
    }

    [Fact]
    public void Explain_OtherNodes_SayWhatHappenedBelow()
    {
        BuildPlan before = _tree.Plan("b");
        BuildPlan after = _tree.With("a/f.txt", "two").Plan("b");
        Assert.Matches("^artifact.a-c-1.0, a part of it, changed \\([0-9a-f]{12} → [0-9a-f]{12}\\)$", Explain("base.b-c-1.0"));
        Assert.Matches("^the composed base of c/b@1.0 before it changed \\([0-9a-f]{12} → [0-9a-f]{12}\\)$", Explain("image.b-c-1.0"));
        Assert.Matches("^its image changed \\([0-9a-f]{12} → [0-9a-f]{12}\\)$", Explain("artifact.b-c-1.0"));
        Assert.Equal("it was not built before", RebuildReason.Explain(null, after.Nodes[0]));
        Assert.Equal("a-c-1.0.package.tar.zst is missing", RebuildReason.Explain(PlanTree.Node(after, "artifact.a-c-1.0"), PlanTree.Node(after, "artifact.a-c-1.0")));
        Assert.Equal("the engine does not have it any more", RebuildReason.Explain(PlanTree.Node(after, "image.a-c-1.0"), PlanTree.Node(after, "image.a-c-1.0")));

        string Explain(string key) => RebuildReason.Explain(PlanTree.Node(before, key), PlanTree.Node(after, key));
    }

    [Fact]
    public void Explain_Settings_SayWhatTheyWere()
    {
        BuildPlan before = _tree.Plan("a");
        Assert.Equal("the platform is now linux/arm64, was linux/amd64", Image(settings => settings with { Platform = "linux/arm64" }));
        Assert.Equal(
            "the template of Dockerfiles changed (the SDK's own → 123456789012)", Image(settings => settings with { DockerfileTemplateDigest = "1234567890123456" }));
        Assert.Equal("the compression is now gzip 6, was zstd 1", Artifact(settings => settings with { Compression = "gzip", CompressionLevel = 6 }));
        Assert.Equal("epoch is now 1, was 0", Artifact(settings => settings with { Epoch = 1 }));
        _tree.With("a/definition.yaml", "name: a\ncategory: c\nversion: \"1.0\"\ndescription: new\n");
        Assert.Equal("definition.description is now new, was ", Artifact(settings => settings));
        _tree.Add("a", "image: one", "steps: [echo a]", "excludes: [^/x]");
        Assert.StartsWith("spec.excludes is now", Artifact(settings => settings), StringComparison.Ordinal);

        string Image(Func<PlanSettings, PlanSettings> change) => RebuildReason.Explain(_tree.Image(before, "a"), _tree.Image(_tree.Plan(change, "a"), "a"));
        string Artifact(Func<PlanSettings, PlanSettings> change) =>
            RebuildReason.Explain(_tree.Artifact(before, "a"), _tree.Artifact(_tree.Plan(change, "a"), "a"));
    }

    [Fact]
    public void Explain_LongLinesThatDifferAtTheEnd_AreCutToTheDifference()
    {
        string start = new('x', 200);
        PlanNode before = _tree.Add("a", "image: one", $"steps: [echo {start} one]").Plan("a").Nodes.OfType<ImageNode>().Single();
        PlanNode now = _tree.Add("a", "image: one", $"steps: [echo {start} two]").Plan("a").Nodes.OfType<ImageNode>().Single();
        Assert.Equal("'…xxxxxxxxxxxxxxxxxxx two' was '…xxxxxxxxxxxxxxxxxxx one'", RebuildReason.Explain(before, now));
    }

    [Fact]
    public void Load_SystemPackageOfAnInheritedTree_IsATarget()
    {
        using PlanTree own = new PlanTree().Add("mine", "image: one", "steps: [echo mine]");
        SourceOptions options = new() { Trees = [_tree.Root], OwnFolders = [own.Root], Values = [], BuildPackages = [], SystemPackage = "c/a" };
        SourceModel model = SourceModel.Load(options, DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.Equal(["c/a@1.0", "c/mine@1.0"], model.Resolution.Targets.Select(id => id.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_PackagesOfMediaThatAnInheritedTreeHas_AreTargets()
    {
        using PlanTree own = new PlanTree().Add("mine", "image: one", "steps: [echo mine]");
        SourceOptions options = new()
        {
            Trees = [_tree.Root], OwnFolders = [own.Root], Values = [], BuildPackages = [], MediaPackages = ["c/a@>=0", "c/mine@>=0", "c/elsewhere@>=0"],
        };
        SourceModel model = SourceModel.Load(options, DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.Equal(["c/a@1.0", "c/mine@1.0"], model.Resolution.Targets.Select(id => id.ToString()).Order(StringComparer.Ordinal));
        SourceModel chosen = SourceModel.Load(options with { BuildPackages = ["c/mine"] }, DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.Equal(["c/mine@1.0"], chosen.Resolution.Targets.Select(id => id.ToString()));
    }
}
