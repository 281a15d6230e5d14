using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.Artifacts.Deltas;

public sealed class DeltaReportTests : IDisposable
{
    private static readonly SourceLocation Location = new("/p/build.yaml", 3, 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_NothingBesides_SaysNothing() =>
        Assert.Null(DeltaReport.Create("a/b@1", Location, new DeltaResult([], []), _folder["list"]));

    [Fact]
    public void Create_FewPaths_NamesThemAndFoldsCaches()
    {
        DeltaResult result = new(["etc/passwd", "var/lib/dpkg/status", "etc/ld.so.cache", "var/lib/dpkg/info/x.list"], ["usr/share/doc/bash"]);

        Diagnostic diagnostic = DeltaReport.Create("a/b@1", Location, result, _folder["list"])!;

        Assert.Equal(("COS6032", DiagnosticSeverity.Warning, Location), (diagnostic.Code, diagnostic.Severity, diagnostic.Location));
        Assert.Contains("/etc/passwd, /usr/share/doc/bash (deleted); besides 3 of dpkg, ldconfig", diagnostic.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["list"]));
    }

    [Fact]
    public void Create_ManyPaths_ShowsTwentyAndWritesTheRest()
    {
        DeltaResult result = new([.. Enumerable.Range(100, 50).Select(i => $"etc/{i}")], ["etc/z"]);

        Diagnostic diagnostic = DeltaReport.Create("a/b@1", Location, result, _folder["sub/list"])!;

        Assert.Contains("/etc/119 and 31 more", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/etc/120", diagnostic.Message, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(_folder["sub/list"]);
        Assert.Equal((51, "M /etc/100", "D /etc/z"), (lines.Length, lines[0], lines[^1]));
    }

    [Fact]
    public void Create_OnlyCaches_IsAnInformation()
    {
        DeltaResult result = new(["var/lib/dpkg/status", "var/cache/apt/pkgcache.bin"], []);

        Diagnostic diagnostic = DeltaReport.Create("a/b@1", Location, result, _folder["list"])!;

        Assert.Equal(("COS6033", DiagnosticSeverity.Information), (diagnostic.Code, diagnostic.Severity));
    }
}
