using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

/// <summary>The patterns of Docker's documentation, and their corners.</summary>
public sealed class ContextIgnoreTests : IDisposable
{
    private readonly PlanTree _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("temp", "temp temp/a", "temp2 a/temp")]
    [InlineData("/temp/", "temp temp/a", "a/temp")]
    [InlineData("*/temp*", "some/temporary.txt some/temp some/temp/x", "temp a/b/temp")]
    [InlineData("*/*/temp*", "some/sub/temporary.txt", "some/temp")]
    [InlineData("temp?", "tempa tempb", "temp tempab temp/x")]
    [InlineData("**/*.go", "a.go b/a.go b/c/a.go", "a.god")]
    [InlineData("a/**", "a/b a/b/c", "a ab")]
    [InlineData("a/**/z", "a/z a/b/z a/b/c/z", "a/zz")]
    [InlineData("**", "a a/b .x", "")]
    [InlineData("[a-c].txt", "a.txt c.txt", "d.txt aa.txt")]
    [InlineData("[^a].txt", "b.txt", "a.txt")]
    [InlineData("\\*.txt", "*.txt", "a.txt")]
    [InlineData("a.b+(c)$", "a.b+(c)$", "axb+(c)$")]
    [InlineData("x/../y/./z", "y/z", "x")]
    [InlineData("*.md\n!README.md", "a.md", "README.md b/README.md")]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "a.md README-secret.md", "README.md README-a.md")]
    [InlineData("# c\n\n  a  \n#b", "a", "#b # c")]
    [InlineData("docs\n!docs/keep", "docs docs/a", "docs/keep docs/keep/x")]
    public void LeavesOut_Pattern_IsDockers(string patterns, string left, string taken)
    {
        ContextIgnore ignore = Read(patterns);
        Assert.All(left.Split(' ', StringSplitOptions.RemoveEmptyEntries), path => Assert.True(ignore.LeavesOut(path), path));
        foreach (string path in patterns.Contains('#', StringComparison.Ordinal) ? ["#b"] : taken.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.False(ignore.LeavesOut(path), path);
        }
    }

    [Theory]
    [InlineData("ok\n[a", 2)]
    [InlineData("a\\", 1)]
    [InlineData("[z-a]", 1)]
    public void Read_NoPattern_IsRefusedWithItsLine(string patterns, int line)
    {
        Diagnostic diagnostic = Assert.Single(Assert.Throws<CosException>(() => Read(patterns)).Diagnostics);
        Assert.Equal(("COS4150", line), (diagnostic.Code, diagnostic.Location!.Line));
    }

    [Fact]
    public void LeavesOut_HostilePattern_EndsSoon()
    {
        ContextIgnore ignore = Read(string.Join('/', Enumerable.Repeat("**", 40)) + "/*a*a*a*a*a*a*a*b");
        string path = string.Join('/', Enumerable.Repeat(new string('a', 40), 60));
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.False(ignore.LeavesOut(path));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
    }

    [Fact]
    public void Scan_FolderWithPatterns_TakesTheRestWithTheFoldersItNeeds()
    {
        _folder.With(".dockerignore", "out\n!out/keep/*.txt\n*.tmp\n").With("a.txt", "").With("a.tmp", "").With("out/a.txt", "")
            .With("out/keep/k.txt", "").With("out/keep/k.bin", "").With("out/other/x", "");
        Assert.Equal(
            [".dockerignore", "a.txt", "out", "out/keep", "out/keep/k.txt"],
            ContextScanner.Scan(_folder.Root, new HashSet<string>(), FileHashCache.Open(Path.Combine(_folder.Root, "../none"), verify: false)).Select(entry => entry.Path));
    }

    private ContextIgnore Read(string patterns) => ContextIgnore.Read(_folder.With(".dockerignore", patterns).Root);
}
