using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Tests.Artifacts.Deltas;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Artifacts;

/// <summary>Filters over what steps made, with the results that luet was recorded to give.</summary>
public sealed class ArtifactFilterTests
{
    [Fact]
    public async Task IncludesAndExcludes_GiveTheRecordedArtifact()
    {
        string[] lines = await CutAsync(
            new ArtifactFilter([Pattern("/keep.*")], [Pattern(@"\.log$")]),
            "keep/", "keep/a", "keep/a.log", "keep/sub/", "keep/sub/b", "other/", "other/keepme", "other/no");

        Assert.Equal(
            ["d0755 0/0 0 keep", "-0644 0/0 0 keep/a", "d0755 0/0 0 keep/sub", "-0644 0/0 0 keep/sub/b", "d0755 0/0 0 other", "-0644 0/0 0 other/keepme"], lines);
    }

    [Fact]
    public async Task ExcludesAlone_GiveTheRecordedArtifact()
    {
        string[] lines = await CutAsync(
            new ArtifactFilter([], [Pattern("^/tmpdir"), Pattern("cache")]),
            "app/", "app/cache/", "app/cache/y", "app/data/", "app/data/z", "tmpdir/", "tmpdir/x");

        Assert.Equal(["d0755 0/0 0 app", "d0755 0/0 0 app/data", "-0644 0/0 0 app/data/z"], lines);
    }

    [Theory]
    [InlineData("/luetbuild", false)]
    [InlineData("/luetbuild/x", false)]
    [InlineData("/luetbuilder", true)]
    [InlineData("/opt/luetbuild", true)]
    public void Sources_AreNeverTakenUnlessNamed(string path, bool expected)
    {
        Assert.Equal(expected, new ArtifactFilter([], []).Takes(path));
        Assert.Equal(expected, new ArtifactFilter([Pattern("^/")], []).Takes(path));
        Assert.True(new ArtifactFilter([Pattern("luetbuild")], []).Takes(path));
    }

    private static PathPattern Pattern(string pattern) => new(pattern, new SourceLocation("build.yaml"));

    private static async Task<string[]> CutAsync(ArtifactFilter filter, params string[] paths)
    {
        using LayerSet layers = new();
        string below = await layers.AddAsync(Tars.Text("base", ""));
        string step = await layers.AddAsync([.. paths.Select(path => path.EndsWith('/') ? Tars.Bare(Tars.Folder(path.TrimEnd('/'))) : Tars.Text(path, ""))]);
        (byte[] archive, _) = await layers.CutAsync(LayerSet.Request([below, step], 1, takes: filter.Takes));
        return await Tars.LinesAsync(archive);
    }
}
