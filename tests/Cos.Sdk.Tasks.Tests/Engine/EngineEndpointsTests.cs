using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class EngineEndpointsTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("cos-endpoints-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Find_NothingSet_TriesDockersSocketsThenPodmans() => Assert.Equal(
        [
            "unix:///var/run/docker.sock",
            "unix:///run/user/7/docker.sock",
            $"unix://{_home}/.docker/run/docker.sock",
            "unix:///run/user/7/podman/podman.sock",
            "unix:///run/podman/podman.sock",
        ],
        Addresses(Search(("XDG_RUNTIME_DIR", "/run/user/7"))));

    [Fact]
    public void Find_Windows_TriesPipes() => Assert.Equal(
        ["npipe://./pipe/docker_engine", "npipe://./pipe/podman-machine-default"], Addresses(Search() with { IsWindows = true }));

    [Fact]
    public void Find_PodmanAskedFor_LeavesDockerAlone()
    {
        WriteContext("other", "unix:///other.sock");
        WriteConfiguration("""{"currentContext":"other"}""");
        Assert.Equal(
            ["tcp://podman:8080", "unix:///run/podman/podman.sock"],
            Addresses(Search(("CONTAINER_HOST", "tcp://podman:8080")) with { Engine = "podman" }));
    }

    [Fact]
    public void Find_DockerAskedFor_LeavesPodmanAlone() => Assert.DoesNotContain(
        Addresses(Search(("CONTAINER_HOST", "tcp://podman:8080")) with { Engine = "Docker" }),
        address => address.Contains("podman", StringComparison.Ordinal));

    [Fact]
    public void Find_DockerHost_StandsAlone() => Assert.Equal(
        ["tcp://build:2375"], Addresses(Search(("DOCKER_HOST", "tcp://build:2375"), ("DOCKER_CONTEXT", "ignored"))));

    [Fact]
    public void Find_ExplicitPath_WinsOverDockerHost() => Assert.Equal(
        ["unix:///run/my engine.sock"], Addresses(Search(("DOCKER_HOST", "tcp://build:2375")) with { Endpoint = " /run/my engine.sock " }));

    [Fact]
    public void Find_CurrentContextOfTheCli_IsUsed()
    {
        WriteContext("büro", "tcp://büro:2376");
        WriteConfiguration("""{"auths":{},"currentContext":"büro"}""");

        EngineEndpoint endpoint = Assert.Single(EngineEndpoints.Find(Search()));
        Assert.Equal("tcp://büro:2376", endpoint.Address.OriginalString);
        Assert.Equal("context \"büro\"", endpoint.Source);
        Assert.Null(endpoint.Tls);
    }

    [Fact]
    public void Find_ContextWithCertificates_TakesThem()
    {
        string tls = Path.Combine(_home, ".docker", "contexts", "tls", Id("far"), "docker");
        Directory.CreateDirectory(tls);
        WriteContext("far", "tcp://far:2376");

        EngineEndpoint endpoint = Assert.Single(EngineEndpoints.Find(Search(("DOCKER_CONTEXT", "far"))));
        Assert.Equal(new EngineTls(tls, SkipVerify: false), endpoint.Tls);
    }

    [Fact]
    public void Find_OtherConfigurationFolder_IsRead()
    {
        string folder = Path.Combine(_home, "elsewhere");
        WriteContext("far", "tcp://far:2375", folder);
        Assert.Equal(["tcp://far:2375"], Addresses(Search(("DOCKER_CONFIG", folder), ("DOCKER_CONTEXT", "far"))));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("")]
    public void Find_DefaultContext_MeansTheSockets(string name)
    {
        WriteConfiguration($$"""{"currentContext":"{{name}}"}""");
        Assert.Equal("unix:///var/run/docker.sock", Addresses(Search())[0]);
    }

    [Fact]
    public void Find_TlsVariables_GiveTheFolder()
    {
        EngineEndpoint endpoint = Assert.Single(EngineEndpoints.Find(
            Search(("DOCKER_HOST", "tcp://build:2376"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/certificates"))));
        Assert.Equal(new EngineTls("/certificates", SkipVerify: false), endpoint.Tls);
    }

    [Fact]
    public void Find_UnknownContext_SaysSo() => AssertCode("COS5004", Search(("DOCKER_CONTEXT", "gone")));

    [Fact]
    public void Find_ContextWithoutDockerEndpoint_SaysSo()
    {
        WriteMeta("kube", """{"Name":"kube","Endpoints":{"kubernetes":{"Host":"https://k"}}}""");
        AssertCode("COS5004", Search(("DOCKER_CONTEXT", "kube")));
    }

    [Fact]
    public void Find_BrokenConfiguration_SaysSo()
    {
        WriteConfiguration("{ not json");
        AssertCode("COS5005", Search());
    }

    [Theory]
    [InlineData("ssh://user@host")]
    [InlineData("fd://")]
    [InlineData("docker.sock")]
    public void Find_AddressOfAnotherKind_SaysSo(string address) => AssertCode("COS5003", Search(("DOCKER_HOST", address)));

    private static void AssertCode(string code, EngineSearch search) =>
        Assert.Equal(code, Assert.Throws<CosException>(() => EngineEndpoints.Find(search)).Diagnostics[0].Code);

    private static string[] Addresses(EngineSearch search) =>
        [.. EngineEndpoints.Find(search).Select(endpoint => endpoint.Address.OriginalString)];

    private static string Id(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private EngineSearch Search(params (string Name, string Value)[] environment) => new()
    {
        Environment = environment.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal),
        HomeDirectory = _home,
        IsWindows = false,
    };

    private void WriteConfiguration(string text)
    {
        Directory.CreateDirectory(Path.Combine(_home, ".docker"));
        File.WriteAllText(Path.Combine(_home, ".docker", "config.json"), text);
    }

    private void WriteContext(string name, string host, string? folder = null) =>
        WriteMeta(name, $$$"""{"Name":"{{{name}}}","Metadata":{},"Endpoints":{"docker":{"Host":"{{{host}}}","SkipTLSVerify":false} } }""", folder);

    private void WriteMeta(string name, string text, string? folder = null)
    {
        string meta = Path.Combine(folder ?? Path.Combine(_home, ".docker"), "contexts", "meta", Id(name));
        Directory.CreateDirectory(meta);
        File.WriteAllText(Path.Combine(meta, "meta.json"), text);
    }
}
