using System.Text.Json;
using Cos.Sdk.Jobs;
using Cos.Sdk.Planning;
using Cos.Sdk.Tests.Planning;
using YamlDotNet.RepresentationModel;

namespace Cos.Sdk.Tests.Jobs;

public sealed class JobPlanTests : IDisposable
{
    private readonly PlanTree _tree = new PlanTree()
        .Add("a", "image: base", "steps: [one]")
        .Add("b", PlanTree.Requires("a"), "steps: [two]")
        .Add("c", "image: base", "steps: [three]")
        .Add("d", "image: base", PlanTree.Wishes("copy", "b").Replace("copy: [{", "copy: [{source: /x, destination: /x, package: {", StringComparison.Ordinal).Replace("}]", "}}]", StringComparison.Ordinal), "steps: [four]")
        .Add("e", "requires_final_images: true", PlanTree.Requires("c", "b"), "steps: [five]");

    [Fact]
    public void JobsOfALevelNeedOnlyEarlierOnes()
    {
        JobPlan plan = Plan(_ => false);

        Assert.Equal([["c/a@1.0", "c/c@1.0"], ["c/b@1.0"], ["c/d@1.0", "c/e@1.0"]], plan.Levels.Select(level => level.Select(job => job.Package).ToArray()));
        Assert.Equal(["c/a@1.0", "c/b@1.0", "c/c@1.0"], plan.Jobs.Single(job => job.Package == "c/e@1.0").Needs);
    }

    [Fact]
    public void EveryNodeIsOfOneJob()
    {
        BuildPlan nodes = _tree.Plan("a", "b", "c", "d", "e");

        string[] owned = [.. JobPlan.Create(nodes.Nodes, _ => false).Jobs.SelectMany(job => job.Nodes).Select(node => node.Key)];

        Assert.Equal(nodes.Nodes.Select(node => node.Key).Order(StringComparer.Ordinal), owned.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatTheCacheHasIsNoJobAndNoLevel()
    {
        BuildPlan nodes = _tree.Plan("a", "b", "c", "d", "e");
        string[] cached = [_tree.Image(nodes, "a").Image, _tree.Image(nodes, "c").Image];

        JobPlan plan = JobPlan.Create(nodes.Nodes, cached.Contains);

        Assert.Equal([["c/b@1.0"], ["c/d@1.0", "c/e@1.0"]], plan.Levels.Select(level => level.Select(job => job.Package).ToArray()));
        Assert.Empty(JobPlan.Create(nodes.Nodes, _ => true).Levels);
    }

    [Fact]
    public void AnImageInAnotherChainIsMadeByOneJobAlone()
    {
        // f and g are built on b and c, one above the other: a chain that is not the own one of both.
        _tree.Add("c", PlanTree.Requires("a"), "steps: [three]").Add("f", PlanTree.Requires("b", "c"), "steps: [six]").Add("g", PlanTree.Requires("b", "c"), "steps: [seven]");
        BuildPlan nodes = _tree.Plan("b", "c", "f", "g");

        JobPlan plan = JobPlan.Create(nodes.Nodes, _ => false);

        Assert.Contains(nodes.Nodes, node => node.Key.Count(letter => letter == '.') == 3);
        Assert.Equal(nodes.Nodes.Length, plan.Jobs.Sum(job => job.Nodes.Length));
        PackageJob second = plan.Jobs.Single(job => job.Package == "c/g@1.0");
        Assert.Contains("c/f@1.0", second.Needs);
        Assert.True(second.Level > plan.Jobs.Single(job => job.Package == "c/f@1.0").Level);
    }

    [Fact]
    public void AJobBuildsWhatTheWholeProjectWould()
    {
        // Two versions of x: the project's other package keeps the older one for all.
        _tree.With("x1/definition.yaml", "name: x\ncategory: c\nversion: \"1\"\n").With("x1/build.yaml", "image: base\nsteps: [one]\n")
            .With("x2/definition.yaml", "name: x\ncategory: c\nversion: \"2\"\n").With("x2/build.yaml", "image: base\nsteps: [two]\n");
        using PlanTree own = new PlanTree()
            .Add("old", "requires: [{category: c, name: x, version: \"<2\"}]", "steps: [old]")
            .Add("any", PlanTree.Requires("x"), "steps: [any]");
        SourceOptions options = new() { Trees = [_tree.Root], OwnFolders = [own.Root], Values = [], BuildPackages = [] };

        string whole = ImageOfAny(options);
        string alone = ImageOfAny(options with { BuildPackages = ["c/any@1.0"] });

        Assert.Equal(whole, alone);

        string ImageOfAny(SourceOptions of)
        {
            SourceModel model = SourceModel.Load(of, DateTimeOffset.UnixEpoch, default);
            PlanSettings settings = new() { ProjectFolder = own.Root, ImageRepository = "r", Platform = "linux/amd64", Epoch = 0, Compression = "none", CompressionLevel = 0 };
            BuildPlan plan = new BuildPlanner(settings, model.Packages, model.Resolution, PlanTree.Pin, null, []).Plan(model.Resolution.Targets, model.Resolution.Neighbours);
            return own.Image(plan, "any").Image;
        }
    }

    [Fact]
    public void JsonSaysLevelsNodesAndWhatIsCached()
    {
        BuildPlan nodes = _tree.Plan("a", "b", "c", "d", "e");
        string cached = _tree.Image(nodes, "a").Image;

        using JsonDocument document = JsonDocument.Parse(Writer(256).Write(JobPlan.Create(nodes.Nodes, cached.Equals), JobFormat.Json));

        JsonElement root = document.RootElement;
        Assert.Equal((6, 1), (root.GetProperty("images").GetInt32(), root.GetProperty("cachedImages").GetInt32()));
        JsonElement first = root.GetProperty("jobs")[0];
        Assert.Equal("c/a@1.0", first.GetProperty("package").GetString());
        Assert.True(first.GetProperty("isCached").GetBoolean());
        Assert.True(first.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("kind").GetString() == "image").GetProperty("isCached").GetBoolean());
        Assert.Equal("c/b@1.0", root.GetProperty("levels")[0][0].GetProperty("name").GetString());
    }

    [Fact]
    public void GitHubGetsAMatrixForEachLevelOfNoMoreJobsThanThereAreMachines()
    {
        string text = Writer(1).Write(Plan(_ => false), JobFormat.GitHub);

        Assert.Equal(
            """
            levels=3
            level-0={"include":[{"name":"c/a@1.0 and 1 more","packages":"c/a@1.0 c/c@1.0"}]}
            level-1={"include":[{"name":"c/b@1.0","packages":"c/b@1.0"}]}
            level-2={"include":[{"name":"c/d@1.0 and 1 more","packages":"c/d@1.0 c/e@1.0"}]}

            """,
            text);
        Assert.Equal("levels=0\n", Writer(1).Write(Plan(_ => true), JobFormat.GitHub));
    }

    [Fact]
    public void GitLabGetsAPipelineWhoseJobsWaitForOneAnother()
    {
        YamlMappingNode pipeline = Parse(Writer(256).Write(Plan(_ => false), JobFormat.GitLab));

        Assert.Equal(["level-0", "level-1", "level-2"], ((YamlSequenceNode)pipeline["stages"]).Select(stage => stage.ToString()));
        Assert.Equal("sub/os.cosproj", pipeline["variables"]["COS_PROJECT"].ToString());
        YamlNode job = pipeline["c/b@1.0"];
        Assert.Equal(("level-1", "c/b@1.0"), (job["stage"].ToString(), job["variables"]["CosBuildPackages"].ToString()));
        Assert.Equal(["c/a@1.0"], ((YamlSequenceNode)job["needs"]).Select(need => need.ToString()));
        Assert.Contains("dotnet build", pipeline[".cos-job"]["script"][0].ToString(), StringComparison.Ordinal);
        Assert.Equal("nothing", Parse(Writer(256).Write(Plan(_ => true), JobFormat.GitLab)).Children.Keys.Last().ToString());
    }

    [Fact]
    public void NamesCannotLeaveTheirScalars()
    {
        JobWriter writer = new("os", "a\": [x]\n  b: \"c", "linux/amd64", "r", 1, "ci\"\nscript: evil");

        YamlMappingNode pipeline = Parse(writer.Write(Plan(_ => false), JobFormat.GitLab));

        Assert.Equal("a\": [x]\n  b: \"c", pipeline["variables"]["COS_PROJECT"].ToString());
        Assert.DoesNotContain("script", pipeline.Children.Keys.Select(key => key.ToString()));
    }

    public void Dispose() => _tree.Dispose();

    private JobPlan Plan(Func<string, bool> isCached) => JobPlan.Create(_tree.Plan("a", "b", "c", "d", "e").Nodes, isCached);

    private static JobWriter Writer(int most) => new("os", "sub/os.cosproj", "linux/amd64", "cos.local/cache", most, "");

    private static YamlMappingNode Parse(string text)
    {
        YamlStream yaml = [];
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}
