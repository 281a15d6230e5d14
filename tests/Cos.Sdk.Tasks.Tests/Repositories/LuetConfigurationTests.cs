using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Repositories;

public sealed class LuetConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiagnosticBag _diagnostics = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Repositories_OfTheFileAndItsFolders_AreRead()
    {
        Directory.CreateDirectory(_folder["conf"]);
        File.WriteAllText(_folder["conf/b.yml"], "name: b\ntype: disk\nurls: [/srv/b]\nenable: true\n");
        File.WriteAllText(_folder["conf/a.yaml"], "name: a\ntype: docker\nurls: [example.org/a]\nenable: true\npriority: 3\nreference: 2021-repository.yaml\n");
        File.WriteAllText(_folder["conf/none.txt"], "name: none\n");
        ImmutableArray<RepositoryReference> read = Read("""
            repositories:
            - name: web
              type: http
              urls: [http://one.example, http://two.example]
              priority: 1
              enable: true
              cached: true
              auth: {token: abc}
            - {name: off, type: disk, urls: [/off], enable: false}
            - {name: mine, type: disk, urls: [/mine], enable: false, arch: x86_64}
            repos_confdir: [conf]
            system:
              rootfs: /
            """);
        Assert.Equal(["web", "mine", "a", "b"], read.Select(repository => repository.Name));
        Assert.Equal([1, 0, 3, 9999], read.Select(repository => repository.Priority));
        Assert.Equal(("token abc", 2), (read[0].Auth!.HttpHeader, read[0].Urls.Length));
        Assert.Equal("2021-repository.yaml", read[2].Reference);
        Assert.Equal("COS7230", Assert.Single(_diagnostics).Code);
        Assert.Equal(12, Assert.Single(_diagnostics).Location!.Line);
    }

    [Theory]
    [InlineData("repositories:\n- {name: a, type: floppy, urls: [x], enable: true}\n", "COS7002", 2)]
    [InlineData("repos_confdir: nowhere\n", "COS7232", 1)]
    [InlineData("- a\n", "COS1004", 1)]
    [InlineData("repositories:\n- {name: a, type: docker, urls: [x], enable: true, verify: true}\n", "COS7231", 2)]
    public void WhatIsWrong_IsSaidAtItsLine(string text, string code, int line)
    {
        Read(text);
        Diagnostic said = Assert.Single(_diagnostics);
        Assert.Equal(line, said.Location!.Line);
        if (code != "COS1004")
        {
            Assert.Equal(code, said.Code);
        }
    }

    private ImmutableArray<RepositoryReference> Read(string text)
    {
        File.WriteAllText(_folder[".luet.yaml"], text);
        return new LuetConfiguration("amd64", _diagnostics).Read(_folder[".luet.yaml"]);
    }
}
