using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Planning;

/// <summary>What a project takes from repositories of others, and in which form.</summary>
public sealed class InheritedPackagesTests : IDisposable
{
    private readonly PlanTree _own = new();
    private readonly PlanTree _theirs = new();

    public void Dispose()
    {
        _own.Dispose();
        _theirs.Dispose();
    }

    [Fact]
    public void Parts_AreTakenAsArchives_WithWhatTheyRequireAtRunTime_AndAreNotBuilt()
    {
        _own.Add("os", "requires_final_images: true", PlanTree.Requires("base"), "unpack: true");
        BuildPlan plan = Plan(Repository("repo", Archive("base", requires: ["libs"]), Archive("libs"), Archive("other")));
        ComposedImageNode node = Assert.Single(plan.Nodes.OfType<ComposedImageNode>());
        Assert.Equal(["c/libs@1.0", "c/base@1.0"], node.Fetched.Select(archive => archive.Package));
        Assert.Equal(["fetched.c/libs@1.0", "fetched.c/base@1.0"], node.Parts);
        Assert.Empty(node.DependsOn);
        Assert.Equal(["artifact.os-c-1.0", "base.os-c-1.0"], plan.Nodes.Select(item => item.Key));
    }

    [Fact]
    public void AnArchiveWithOtherContent_ChangesTheName()
    {
        _own.Add("os", "requires_final_images: true", PlanTree.Requires("base"), "unpack: true");
        string[] names = [.. new[] { "1", "2", "1" }.Select(digit => Plan(Repository("repo", Archive("base", sha256: digit))))
            .Select(plan => Assert.Single(plan.Nodes.OfType<ComposedImageNode>()).Image)];
        Assert.Equal(names[0], names[2]);
        Assert.NotEqual(names[0], names[1]);
    }

    [Fact]
    public void CopiesAreMadeFromTheArchive()
    {
        _own.Add("app", "image: debian", "copy:", "- package: {category: c, name: tool, version: \">=0\"}", "  source: /bin/tool", "  destination: /bin/", "steps: [echo]");
        BuildPlan plan = Plan(Repository("repo", Archive("tool")));
        ComposedImageNode copied = Assert.Single(plan.Nodes.OfType<ComposedImageNode>());
        Assert.Equal("fetched.tool-c-1.0", copied.Key);
        Assert.Contains(copied.Image, Assert.Single(plan.Nodes.OfType<ImageNode>()).CopiedImages.Select(image => image.From));
    }

    [Fact]
    public void WhatSomethingIsBuiltUpon_IsBuiltFromItsSource_UnlessTheArchiveIsAWholeSystem()
    {
        _own.Add("app", PlanTree.Requires("below"), "steps: [echo]");
        _theirs.Add("below", "image: debian", "steps: [theirs]");
        BuildPlan built = Plan(Repository("repo", Archive("below") with { Source = Source("below"), CachedIn = "registry.example/theirs" }));
        Assert.Equal(["image.app-c-1.0", "image.below-c-1.0"], built.Nodes.OfType<ImageNode>().Select(node => node.Key));
        Assert.Equal([null, "registry.example/theirs"], built.Nodes.OfType<ImageNode>().Select(node => node.CachedIn));

        BuildPlan whole = Plan(Repository("repo", Archive("below") with { Source = Source("below"), IsWholeSystem = true }));
        Assert.Equal("image.app-c-1.0", Assert.Single(whole.Nodes.OfType<ImageNode>()).Key);
        Assert.Equal(
            Assert.Single(whole.Nodes.OfType<ComposedImageNode>()).Image, Assert.Single(whole.Nodes.OfType<ImageNode>()).Parent.From);
    }

    [Fact]
    public void TheProjectsOwnPackagesWin_ThenThePreferredRepository()
    {
        _own.Add("os", "requires_final_images: true", PlanTree.Requires("mine", "theirs"), "unpack: true");
        _own.Add("mine", "image: debian", "steps: [echo]");
        BuildPlan plan = Plan(
            Repository("first", Archive("mine", version: "9.0"), Archive("theirs", version: "2.0")),
            Repository("second", Archive("theirs", version: "3.0")));
        ComposedImageNode node = Assert.Single(plan.Nodes.OfType<ComposedImageNode>());
        Assert.Equal(["artifact.mine-c-1.0", "fetched.c/theirs@2.0"], node.Parts);
    }

    [Fact]
    public void ALessPreferredRepository_ServesWhatTheOthersHaveNoMatchFor()
    {
        _own.Add("os", "requires_final_images: true", "requires: [{category: c, name: a, version: \">=3\"}]", "unpack: true");
        BuildPlan plan = Plan(Repository("first", Archive("a", version: "2.0")), Repository("second", Archive("a", version: "3.0"), Archive("a", version: "3.1")));
        Assert.Equal("second", Assert.Single(Assert.Single(plan.Nodes.OfType<ComposedImageNode>()).Fetched).Repository);
        Assert.Equal("c/a@3.1", Assert.Single(Assert.Single(plan.Nodes.OfType<ComposedImageNode>()).Fetched).Package);
    }

    [Fact]
    public void ASystemOfARepository_NeedsNoBuilding_UnlessItIsAskedFor()
    {
        _own.Add("app", "image: debian", "steps: [echo]");
        _theirs.Add("system", "image: debian", "steps: [theirs]");
        InheritedRepository repository = Repository("repo", Archive("system") with { Source = Source("system") });
        SourceOptions options = Options(repository) with { SystemPackage = "c/system" };
        Assert.Equal("c/app@1.0", Assert.Single(SourceModel.Load(options, DateTimeOffset.UnixEpoch, default).Resolution.Targets).ToString());
        SourceModel asked = SourceModel.Load(options with { BuildPackages = ["c/system"] }, DateTimeOffset.UnixEpoch, default);
        Assert.Equal("c/system@1.0", Assert.Single(asked.Resolution.Targets).ToString());
        Assert.NotNull(asked.Packages[asked.Resolution.Targets[0]].Spec);
    }

    [Fact]
    public void WhatNobodyHas_IsExplained()
    {
        _own.Add("os", "requires_final_images: true", PlanTree.Requires("absent"), "unpack: true");
        CosException failure = Assert.Throws<CosException>(() => Plan(Repository("repo", Archive("base"))));
        Assert.Contains("absent", failure.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    private BuildPlan Plan(params InheritedRepository[] repositories)
    {
        SourceModel model = SourceModel.Load(Options(repositories), DateTimeOffset.UnixEpoch, default);
        PlanSettings settings = new()
        {
            ProjectFolder = _own.Root, ImageRepository = "cos.local/cache", Platform = "linux/amd64", Epoch = 0, Compression = "zstd", CompressionLevel = 1,
        };
        return new BuildPlanner(settings, model.Packages, model.Resolution, PlanTree.Pin, null, []).Plan(model.Resolution.Targets);
    }

    private SourceOptions Options(params InheritedRepository[] repositories) =>
        new() { Trees = [], OwnFolders = [_own.Root], Values = [], BuildPackages = [], Repositories = [.. repositories] };

    private static InheritedRepository Repository(string name, params InheritedPackage[] packages) => new()
    {
        Name = name,
        Identity = name,
        Packages = [.. packages.Select(package => package with { Archive = package.Archive is null ? null : package.Archive with { Repository = name } })],
    };

    private static InheritedPackage Archive(string name, string version = "1.0", string sha256 = "0", string[]? requires = null)
    {
        PackageId id = new(new PackageName("c", name), version);
        return new InheritedPackage
        {
            Id = id,
            Requires = [.. (requires ?? []).Select(required => new PackageRequirement(new PackageName("c", required), ">=0"))],
            Archive = new FetchedArchive(id.ToString(), "", $"{name}.tar", sha256),
        };
    }

    private Package Source(string name) => new()
    {
        Definition = new PackageDefinition
        {
            Id = new PackageId(new PackageName("c", name), "1.0"), Location = new SourceLocation(Path.Combine(_theirs.Root, name, "definition.yaml"), 1, 1),
        },
        Folder = Path.Combine(_theirs.Root, name),
        TreeRoot = _theirs.Root,
        Kind = PackageKind.Definition,
        DefinitionFile = Path.Combine(_theirs.Root, name, "definition.yaml"),
        BuildFile = Path.Combine(_theirs.Root, name, "build.yaml"),
    };
}
