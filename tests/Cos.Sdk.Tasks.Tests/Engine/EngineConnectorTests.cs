using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class EngineConnectorTests
{
    private static readonly EngineSearch Nowhere = new()
    {
        Environment = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = "/nonexistent/run", ["CONTAINER_HOST"] = "unix:///nonexistent/c.sock" },
        HomeDirectory = "/nonexistent/home",
        Engine = "podman",
        IsWindows = false,
    };

    [Fact]
    public async Task Connect_NamedEndpointDoesNotAnswer_NamesItAndTriesNothingElse()
    {
        CosException exception = await Assert.ThrowsAsync<CosException>(() =>
            EngineConnector.ConnectAsync(Nowhere with { Endpoint = "unix:///nonexistent/engine.sock" }, CancellationToken.None));

        Diagnostic diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal("COS5002", diagnostic.Code);
        Assert.Contains("unix:///nonexistent/engine.sock (CosEngineEndpoint)", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("no such socket", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_NothingAnswers_SaysWhatWasTried()
    {
        // Podman's own socket is the only one of these that a machine might have.
        Assert.SkipWhen(File.Exists("/run/podman/podman.sock"), "This machine has Podman's service.");
        CosException exception = await Assert.ThrowsAsync<CosException>(() => EngineConnector.ConnectAsync(Nowhere, CancellationToken.None));

        Diagnostic diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal("COS5001", diagnostic.Code);
        Assert.Contains("unix:///nonexistent/c.sock (CONTAINER_HOST): no such socket", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("unix:///nonexistent/run/podman/podman.sock", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install", diagnostic.Message, StringComparison.Ordinal);
    }
}
