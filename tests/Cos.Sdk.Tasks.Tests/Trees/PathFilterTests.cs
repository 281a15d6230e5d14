using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

public sealed class PathFilterTests
{
    [Theory]
    [InlineData("/keep.*", "\\.log$", "/keep/a", true)]
    [InlineData("/keep.*", "\\.log$", "/keep/a.log", false)]
    [InlineData("/keep.*", "\\.log$", "/other/keepme", true)]
    [InlineData("/keep.*", "\\.log$", "/other/no", false)]
    [InlineData("", "^/tmpdir", "/tmpdir/x", false)]
    [InlineData("", "cache", "/app/cache/y", false)]
    [InlineData("", "cache", "/app/data/z", true)]
    [InlineData("^/etc/debian_version$", "", "/etc/debian_version", true)]
    [InlineData("^/etc/debian_version$", "", "/etc/debian_version2", false)]
    [InlineData("", "", "/any", true)]
    public void Takes_ByIncludesAndExcludes(string include, string exclude, string path, bool expected)
    {
        PathFilter filter = new(Patterns(include), Patterns(exclude));
        Assert.Equal(expected, filter.Takes(path));
        Assert.Equal(include.Length + exclude.Length == 0, filter.TakesAll);
    }

    private static System.Collections.Immutable.ImmutableArray<PathPattern> Patterns(string pattern) =>
        pattern.Length == 0 ? [] : [new PathPattern(pattern, new SourceLocation("/b"))];
}
