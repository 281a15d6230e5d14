using Cos.Sdk.Repositories;

namespace Cos.Sdk.Tests.Repositories;

public sealed class RootLinksTests
{
    [Theory]
    [InlineData("bin -> usr/bin", "bin/sh", "usr/bin/sh")]
    [InlineData("bin -> /usr/bin", "bin/sh", "usr/bin/sh")]
    [InlineData("var/run -> ../run", "var/run/lock/x", "run/lock/x")]
    [InlineData("a -> b;b -> c;c -> d", "a/x", "d/x")]
    [InlineData("a -> /", "a/x", "x")]
    [InlineData("a -> ./b//c/.", "a/x", "b/c/x")]
    [InlineData("a/b -> ../c;c/d -> /e", "a/b/d/f", "e/f")]
    [InlineData("a -> b", "c/a", "c/a")]
    [InlineData("a -> b", "a", "a")]
    public void TryResolveFolder_FollowsLinksInTheRoot(string links, string path, string expected)
    {
        Assert.Equal(LinkProblem.None, Links(links).TryResolveFolder(path, out string resolved));
        Assert.Equal(expected, resolved);
    }

    [Theory]
    [InlineData("a -> ..", "a/x", nameof(LinkProblem.Escapes))]
    [InlineData("a -> ../../etc", "a/x", nameof(LinkProblem.Escapes))]
    [InlineData("a/b -> ../../../etc", "a/b/x", nameof(LinkProblem.Escapes))]
    [InlineData("a -> /../etc", "a/x", nameof(LinkProblem.Escapes))]
    [InlineData("a -> b;b -> ../x", "a/x", nameof(LinkProblem.Escapes))]
    [InlineData("a -> a", "a/x", nameof(LinkProblem.Loops))]
    [InlineData("a -> b;b -> a", "a/x", nameof(LinkProblem.Loops))]
    [InlineData("a -> a/a/a/a", "a/x", nameof(LinkProblem.Loops))]
    public void TryResolveFolder_LinkLeavesTheRootOrNeverEnds_SaysWhich(string links, string path, string problem) =>
        Assert.Equal(problem, Links(links).TryResolveFolder(path, out _).ToString());

    [Fact]
    public void Of_LinksBehindOtherLinks_AreFoundInAnyOrder()
    {
        (string, string)[] links = [("lib/x/current", "1.0"), ("lib", "usr/lib"), ("usr/lib/x", "y")];
        foreach (IEnumerable<(string, string)> order in new[] { links, Enumerable.Reverse(links) })
        {
            RootLinks resolved = RootLinks.Of([.. order]);
            Assert.Equal(LinkProblem.None, resolved.TryResolveFolder("lib/x/current/file", out string path));
            Assert.Equal("usr/lib/y/1.0/file", path);
        }
    }

    [Fact]
    public void Add_AfterAFolderWasResolved_CountsFromThenOn()
    {
        RootLinks links = new();
        links.Add("z", "y");
        links.TryResolveFolder("a/x", out string before);
        links.Add("a", "b");
        links.TryResolveFolder("a/x", out string after);
        Assert.Equal(("a/x", "b/x"), (before, after));
    }

    private static RootLinks Links(string text) => RootLinks.Of(
        [.. text.Split(';').Select(link => link.Split(" -> ")).Select(parts => (parts[0], parts[1]))]);
}
