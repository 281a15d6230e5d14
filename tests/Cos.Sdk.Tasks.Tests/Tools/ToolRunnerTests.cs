using Cos.Sdk.Diagnostics;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Tests.Tools;

public sealed class ToolRunnerTests
{
    private readonly Programs _host = new(new Version(1, 5, 4), ToolName.Xorriso, ToolName.Mmdebstrap);
    private readonly Programs _image = new(new Version(9, 9), ToolName.Xorriso, ToolName.Sqfstar);

    [Fact]
    public async Task WhatTheHostHasIsTheHosts()
    {
        ToolRunner tools = new(_host, _image, null);

        Assert.Equal(new Version(1, 5, 4), (await tools.FindAsync(ToolName.Xorriso, default)).Version);
        Assert.Equal(new Version(9, 9), (await tools.FindAsync(ToolName.Sqfstar, default)).Version);
        await tools.RunAsync(Run(ToolName.Xorriso), default);
        await tools.RunAsync(Run(ToolName.Sqfstar), default);
        Assert.Equal([ToolName.Xorriso], _host.Ran);
        Assert.Equal([ToolName.Sqfstar], _image.Ran);
    }

    [Fact]
    public async Task TheProjectMayAskForOneOfThem()
    {
        Assert.Equal(new Version(9, 9), (await new ToolRunner(_host, _image, true).FindAsync(ToolName.Xorriso, default)).Version);
        CosException missing = await Assert.ThrowsAsync<CosException>(() => new ToolRunner(_host, _image, false).FindAsync(ToolName.Sqfstar, default));
        Assert.Equal(["COS8001"], missing.Diagnostics.Select(diagnostic => diagnostic.Code));
    }

    [Fact]
    public async Task BootstrapsAreTheHostsInAnyCase() =>
        Assert.Equal(new Version(1, 5, 4), (await new ToolRunner(_host, _image, true).FindAsync(ToolName.Mmdebstrap, default)).Version);

    [Fact]
    public async Task WhatNeitherHasIsSaidWithBothReasons()
    {
        CosException missing = await Assert.ThrowsAsync<CosException>(() => new ToolRunner(_host, _image, null).FindAsync(ToolName.Mtools, default));

        Assert.Equal(["COS8001", "COS8001"], missing.Diagnostics.Select(diagnostic => diagnostic.Code));
    }

    [Fact]
    public void TheImageIsNamedByWhatIsInIt()
    {
        ToolsImageOptions options = new() { CacheFolder = "/c", LogFile = "/l" };
        ToolsImage image = new(options);

        Assert.StartsWith("FROM debian:bookworm-slim\n", image.Dockerfile, StringComparison.Ordinal);
        Assert.Contains(" e2fsprogs mtools qemu-utils squashfs-tools xorriso", image.Dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("mmdebstrap", image.Dockerfile, StringComparison.Ordinal);
        Assert.Matches("^cos.local/tools:[0-9a-f]{16}$", image.Name);
        Assert.NotEqual(image.Name, new ToolsImage(options with { BaseImage = "debian:trixie-slim" }).Name);
        Assert.Equal("own/tools:1", new ToolsImage(options with { Image = "own/tools:1" }).Name);
    }

    private static ToolInvocation Run(ToolName tool) => new() { Tool = tool, Arguments = [], WorkingDirectory = "/" };

    private sealed class Programs(Version version, params ToolName[] names) : IToolRunner
    {
        public List<ToolName> Ran { get; } = [];

        public Task<ToolInfo> FindAsync(ToolName tool, CancellationToken cancellationToken) => names.Contains(tool)
            ? Task.FromResult(new ToolInfo(tool, "/x", version))
            : throw new CosException(MediaDiagnostics.ToolMissing(tool.ToString(), "", "", version));

        public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
        {
            Ran.Add(invocation.Tool);
            return new ToolResult(await FindAsync(invocation.Tool, cancellationToken), "");
        }
    }
}
