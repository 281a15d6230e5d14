using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;
using static Cos.Sdk.Tests.Repositories.StaticServer;

namespace Cos.Sdk.Tests.Repositories;

public sealed class HttpTransportTests : IDisposable
{
    private static readonly string Soak = Environment.GetEnvironmentVariable("COS_SOAK") ?? "";

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(300_000);
    private readonly string _sha256;

    public HttpTransportTests()
    {
        Directory.CreateDirectory(_folder["served"]);
        File.WriteAllBytes(_folder["served/file"], _content);
        File.WriteAllText(_folder["served/repository.yaml"], "name: served\n");
        _sha256 = Convert.ToHexStringLower(SHA256.HashData(_content));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFile_IsDownloadedOnce_AndComesFromTheCacheAfterwards()
    {
        using StaticServer server = new(_folder["served"]);
        HttpTransport transport = Transport(server.Address);
        Assert.Equal(_content, await ReadAsync(transport));
        Assert.Equal(_content, await ReadAsync(transport));
        Assert.Single(server.Requests);
        server.Dispose();
        Assert.Equal(_content, await ReadAsync(Transport("http://127.0.0.1:9/")));
    }

    [Fact]
    public async Task ACutDownload_IsContinuedWhereItEnded()
    {
        using StaticServer server = new(_folder["served"], (number, _) => number == 1 ? Fault.Cut : Fault.None);
        Assert.Equal(_content, await ReadAsync(Transport(server.Address)));
        Assert.Equal(["", "bytes=150000-"], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task ADownloadOfAnEarlierBuild_IsContinued()
    {
        DownloadCache cache = new(_folder["cache"]);
        Directory.CreateDirectory(Path.GetDirectoryName(cache.PathOf(_sha256))!);
        await File.WriteAllBytesAsync(cache.PathOf(_sha256) + ".part", _content[..1000]);
        using StaticServer server = new(_folder["served"]);
        Assert.Equal(_content, await ReadAsync(Transport(server.Address)));
        Assert.Equal("bytes=1000-", Assert.Single(server.Requests).Range);
    }

    [Fact]
    public async Task APartThatIsWrong_IsThrownAway()
    {
        DownloadCache cache = new(_folder["cache"]);
        Directory.CreateDirectory(Path.GetDirectoryName(cache.PathOf(_sha256))!);
        await File.WriteAllBytesAsync(cache.PathOf(_sha256) + ".part", RandomNumberGenerator.GetBytes(400_000));
        using StaticServer server = new(_folder["served"]);
        Assert.Equal(_content, await ReadAsync(Transport(server.Address)));
    }

    [Theory]
    [InlineData(Fault.Unavailable)]
    [InlineData(Fault.TooMany)]
    [InlineData(Fault.CutHeader)]
    [InlineData(Fault.Corrupt)]
    public async Task AServerThatFailsAtFirst_IsAskedAgain(Fault fault)
    {
        using StaticServer server = new(_folder["served"], (number, _) => number == 1 ? fault : Fault.None);
        Assert.Equal(_content, await ReadAsync(Transport(server.Address)));
    }

    [Theory]
    [InlineData(Fault.Refused)]
    [InlineData(Fault.Corrupt)]
    [InlineData(Fault.Unavailable)]
    public async Task AServerThatGoesOnFailing_IsReplacedByTheNextOne(Fault fault)
    {
        using StaticServer bad = new(_folder["served"], (_, _) => fault);
        using StaticServer good = new(_folder["served"]);
        Assert.Equal(_content, await ReadAsync(Transport(bad.Address, "http://127.0.0.1:9/", good.Address)));
    }

    [Fact]
    public async Task WhenNoServerGivesIt_EachCauseIsNamed()
    {
        using StaticServer wrong = new(_folder["served"], (_, _) => Fault.Corrupt);
        using StaticServer closed = new(_folder["served"], (_, _) => Fault.Refused);
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => ReadAsync(Transport(wrong.Address, closed.Address.Replace("http://", "http://user:secret@", StringComparison.Ordinal), "http://127.0.0.1:9/")));
        Diagnostic diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal("COS7225", diagnostic.Code);
        Assert.Contains("other content than was promised", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("refuses access (401)", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:9: nothing answers there", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal("Basic dXNlcjpzZWNyZXQ=", closed.Requests.First().Authorization);
        Assert.False(new DownloadCache(_folder["cache"]).Has(_sha256));
    }

    [Fact]
    public async Task AFileThatNobodyHas_IsAbsent()
    {
        using StaticServer server = new(_folder["served"]);
        Assert.Null(await Transport(server.Address, server.Address).OpenFileAsync("other", _sha256, default));
        Assert.Null(await Transport(server.Address).OpenFileAsync("other", null, default));
    }

    [Fact]
    public async Task TheEntryPoint_IsNeverCached()
    {
        using StaticServer server = new(_folder["served"], (number, _) => number == 1 ? Fault.Cut : Fault.None);
        HttpTransport transport = Transport(server.Address);
        for (int i = 0; i < 2; i++)
        {
            using StreamReader text = new((await transport.OpenFileAsync("repository.yaml", null, default))!);
            Assert.Equal("name: served\n", await text.ReadToEndAsync());
        }
        Assert.True(server.Requests.Count >= 3);
    }

    [Fact]
    public async Task ATokenOfTheConfiguration_IsShown()
    {
        using StaticServer server = new(_folder["served"]);
        RepositoryReference reference = Reference(server.Address) with { Auth = new RepositoryAuth(Token: "abc") };
        await ReadAsync(new HttpTransport(reference, new DownloadCache(_folder["cache"]), TimeSpan.Zero));
        Assert.Equal("token abc", server.Requests.First().Authorization);
        Assert.DoesNotContain("abc", reference.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://example.org/")]
    [InlineData("folder")]
    [InlineData("http://example.org/?a=b")]
    public void WhatIsNoAddress_IsRefused(string url) =>
        Assert.Equal("COS7226", Assert.Single(Assert.Throws<CosException>(() => Transport(url)).Diagnostics).Code);

    /// <summary>Whatever goes wrong on the way, the right content comes, or a diagnostic; never anything else.</summary>
    [Fact]
    public async Task FaultsAtRandom_GiveTheRightContentOrADiagnostic()
    {
        int right = 0;
        int rounds = Soak.Length > 0 ? 500 : 15;
        for (int seed = 0; seed < rounds; seed++)
        {
            using StaticServer one = new(_folder["served"], Seeded(seed));
            using StaticServer other = new(_folder["served"], Seeded(seed + 10_000));
            DownloadCache cache = new(_folder[$"cache{seed}"]);
            HttpTransport transport = new(Reference(one.Address, other.Address), cache, TimeSpan.Zero);
            try
            {
                Assert.Equal(_content, await ReadAsync(transport));
                right++;
            }
            catch (CosException failure)
            {
                Assert.Equal("COS7225", Assert.Single(failure.Diagnostics).Code);
                Assert.False(cache.Has(_sha256));
            }
        }
        Assert.True(right > rounds * 9 / 10, $"{right} of {rounds}");
    }

    [Fact]
    public async Task TwoBuildsAtOnce_DownloadOnce()
    {
        using StaticServer server = new(_folder["served"]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ReadAsync(Transport(server.Address)))));
        Assert.Single(server.Requests);
    }

    private HttpTransport Transport(params string[] urls) => new(Reference(urls), new DownloadCache(_folder["cache"]), TimeSpan.Zero);

    private static RepositoryReference Reference(params string[] urls) =>
        new() { Name = "served", Type = RepositoryType.Http, Urls = [.. urls] };

    private async Task<byte[]> ReadAsync(HttpTransport transport)
    {
        await using Stream content = (await transport.OpenFileAsync("file", _sha256, default))!;
        using MemoryStream copy = new();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }
}
