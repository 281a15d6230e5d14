using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

/// <summary>What <c>retrieve</c> takes into a build.</summary>
public sealed class RetrievalTests : IDisposable
{
    private readonly PlanTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("low-c-1.0.package.tar", "low-c-1.0.package.tar")]
    [InlineData("./low-*", "low-c-1.0.package.tar low-c-1.0.metadata.yaml")]
    [InlineData("*.package.tar", "low-c-1.0.package.tar other-c-1.0.package.tar")]
    [InlineData("*.package.tar.zst", "low-c-1.0.package.tar.zst other-c-1.0.package.tar.zst")]
    [InlineData("[k-m]ow-c-?.0.package.tar*", "low-c-1.0.package.tar")]
    [InlineData("other-c-1.0.metadata.yaml", "other-c-1.0.metadata.yaml")]
    [InlineData("far-c-1.0.package.tar", "far-c-1.0.package.tar")]
    public void Plan_Glob_TakesWhatIsBuiltBeforeOrInTheSameProject(string glob, string files)
    {
        BuildPlan plan = Packages(glob).Plan("top", "other", "user");
        ImageNode image = _tree.Image(plan, "top");
        Assert.Equal(files.Split(' '), image.Retrieved.Select(file => file.Path));
        Assert.All(image.Retrieved, file => Assert.Contains(file.Artifact, image.DependsOn));
        Assert.Contains(glob.Contains('[', StringComparison.Ordinal) ? $"ADD [\"{glob}\", \"/luetbuild/\"]" : $"ADD {glob} /luetbuild/", image.Instructions.Select(line => line.ToString()));
        Assert.True(image.Instructions.Select(line => line.Keyword).ToList().IndexOf("ADD") < image.Instructions.Select(line => line.Keyword).ToList().IndexOf("RUN"));
    }

    [Fact]
    public void Plan_ArchiveThatChanges_RenamesTheImageWhateverItsCompression()
    {
        string before = HashOfTop("zstd");
        Assert.Equal(before, HashOfTop("gzip"));
        _tree.With("low/build.yaml", "image: base\nsteps: [echo other]\n");
        Assert.NotEqual(before, HashOfTop("zstd"));

        string HashOfTop(string compression) =>
            _tree.Image(Packages("low-c-1.0.package.tar").Plan(settings => settings with { Compression = compression }, "top"), "top").Hash;
    }

    [Theory]
    [InlineData("nope*")]
    [InlineData("top-c-1.0.package.tar")]
    [InlineData("user-c-1.0.package.tar")]
    [InlineData("../low-c-1.0.package.tar")]
    [InlineData("[")]
    public void Plan_GlobOfNothing_IsExplained(string glob)
    {
        Diagnostic diagnostic = Assert.Single(Assert.Throws<CosException>(() => Packages(glob).Plan("top", "user")).Diagnostics);
        Assert.Equal(("COS4100", 2), (diagnostic.Code, diagnostic.Location!.Line));
    }

    [Fact]
    public void Plan_Url_IsAddedAndToldOf()
    {
        ImageNode image = _tree.Image(Packages("https://example.org/a b.tar").Plan("top"), "top");
        Assert.Contains("ADD [\"https://example.org/a b.tar\", \"/luetbuild/\"]", image.Instructions.Select(line => line.ToString()));
        Assert.Equal("COS4101", Assert.Single(_tree.Diagnostics).Code);
    }

    [Fact]
    public void Plan_PackagesThatWantEachOther_AreBuiltInTheOrderOfTheirNames()
    {
        _tree.Add("a", "image: base", "retrieve: ['*.package.tar']", "steps: [echo a]").Add("b", "image: base", "retrieve: ['*.package.tar']", "steps: [echo b]").Add("z", "image: base", "steps: [echo z]");
        BuildPlan plan = _tree.Plan("a", "b", "z");
        Assert.Equal(["z-c-1.0.package.tar"], _tree.Image(plan, "a").Retrieved.Select(file => file.Path));
        Assert.Equal(["a-c-1.0.package.tar", "z-c-1.0.package.tar"], _tree.Image(plan, "b").Retrieved.Select(file => file.Path));
    }

    private PlanTree Packages(string glob)
    {
        if (!Directory.Exists(Path.Combine(_tree.Root, "low")))
        {
            _tree.Add("low", "image: base", "steps: [echo low]");
        }
        return _tree.Add("other", "image: base", "steps: [echo other]")
            .Add("far", "image: base", "steps: [echo far]")
            .Add("user", PlanTree.Requires("top"), "steps: [echo user]")
            .Add("top", PlanTree.Requires("low"), $"retrieve: ['{glob}']", "steps: [echo top]");
    }
}
