using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Tests.Registry;

public sealed class RegistryClientTests : IDisposable
{
    private static readonly ImageReference Name = ImageReference.Parse("registry.example/group/name:1");
    private static readonly byte[] Big = [.. Enumerable.Range(0, 100_000).Select(number => (byte)(number * 31))];

    private readonly FakeRegistry _registry = new();
    private readonly RegistryOptions _options = new() { FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5), ChunkSize = 30_000 };

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task Manifest_ThatIsThere_IsFoundAndRead()
    {
        string digest = _registry.Put("group/name", "1", MediaTypes.DockerManifest, Manifest(_registry.PutBlob(Big)));
        using RegistryClient client = Client();
        Assert.Equal(digest, (await client.FindManifestAsync(Name, default))!.Digest);
        RegistryManifest manifest = (await client.GetManifestAsync(Name, default))!;
        Assert.Equal(digest, manifest.Digest);
        Assert.Equal(Big.Length, manifest.ReadImage().Layers[0].Size);
    }

    [Fact]
    public async Task Manifest_ThatIsNotThere_IsNull()
    {
        using RegistryClient client = Client();
        Assert.Null(await client.FindManifestAsync(Name, default));
        Assert.Null(await client.GetManifestAsync(Name, default));
    }

    [Fact]
    public async Task Manifest_OtherThanItsDigest_IsNeverTaken()
    {
        byte[] content = Manifest(_registry.PutBlob(Big));
        string asked = ContentDigest.Of("other"u8);
        _registry.Manifests[$"group/name:{asked}"] = (MediaTypes.DockerManifest, content);
        using RegistryClient client = Client();
        await ThrowsAsync("COS7205", () => client.GetManifestAsync(Name.WithDigest(asked), default));
    }

    [Fact]
    public async Task Manifest_LargerThanAny_IsNotRead()
    {
        _registry.Put("group/name", "1", MediaTypes.DockerManifest, new byte[RegistryLimits.Manifest + 1]);
        using RegistryClient client = Client();
        await ThrowsAsync("COS7206", () => client.GetManifestAsync(Name, default));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"schemaVersion\":1}")]
    [InlineData("{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:../../x\",\"size\":1},\"layers\":[]}")]
    [InlineData("{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"size\":-1},\"layers\":[]}")]
    [InlineData("not json")]
    public async Task Manifest_ThatIsNone_IsSaidToBeSo(string content)
    {
        _registry.Put("group/name", "1", MediaTypes.DockerManifest, Encoding.UTF8.GetBytes(content));
        using RegistryClient client = Client();
        await ThrowsAsync("COS7207", async () => (await client.GetManifestAsync(Name, default))!.ReadImage());
    }

    [Fact]
    public async Task Image_ForSeveralPlatforms_IsChosen()
    {
        string arm = _registry.Put("group/name", "arm", MediaTypes.OciManifest, Manifest(_registry.PutBlob("arm"u8.ToArray())));
        string amd = _registry.Put("group/name", "amd", MediaTypes.OciManifest, Manifest(_registry.PutBlob("amd"u8.ToArray())));
        _registry.Put("group/name", "1", MediaTypes.OciIndex, Encoding.UTF8.GetBytes($$"""
            { "schemaVersion": 2, "mediaType": "{{MediaTypes.OciIndex}}", "manifests": [
              { "mediaType": "{{MediaTypes.OciManifest}}", "digest": "{{arm}}", "size": 1, "platform": { "os": "linux", "architecture": "arm64", "variant": "v8" } },
              { "mediaType": "{{MediaTypes.OciManifest}}", "digest": "{{amd}}", "size": 1, "platform": { "os": "linux", "architecture": "amd64" } } ] }
            """));
        using RegistryClient client = Client();
        Assert.Equal(amd, (await client.GetImageAsync(Name, ImagePlatform.Parse("linux/amd64"), default)).Digest);
        Assert.Equal(arm, (await client.GetImageAsync(Name, ImagePlatform.Parse("linux/arm64"), default)).Digest);
        await ThrowsAsync("COS7208", () => client.GetImageAsync(Name, ImagePlatform.Parse("linux/riscv64"), default));
    }

    [Fact]
    public async Task Image_ForAnotherPlatform_IsRefused()
    {
        ContentDescriptor configuration = _registry.PutBlob("""{ "os": "linux", "architecture": "arm64" }"""u8.ToArray());
        _registry.Put("group/name", "1", MediaTypes.DockerManifest, Manifest(_registry.PutBlob(Big), configuration));
        using RegistryClient client = Client();
        await ThrowsAsync("COS7208", () => client.GetImageAsync(Name, ImagePlatform.Parse("linux/amd64"), default));
    }

    [Fact]
    public async Task Blob_CutOffAgainAndAgain_IsResumedWhereItStopped()
    {
        ContentDescriptor blob = _registry.PutBlob(Big);
        List<long> starts = [];
        _registry.Before = request =>
        {
            if (request.Method != HttpMethod.Get)
            {
                return null;
            }
            long from = request.Headers.Range?.Ranges.First().From ?? 0;
            starts.Add(from);
            return new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
            {
                Content = Broken(Big[(int)from..(int)Math.Min(Big.Length, from + 30_000)], from, Big.Length),
            };
        };
        using RegistryClient client = Client();
        Assert.Equal(Big, await client.ReadBlobAsync(Name, blob, Big.Length, default));
        Assert.Equal([0, 30_000, 60_000, 90_000], starts);
    }

    [Fact]
    public async Task Blob_FromARegistryWithoutRanges_IsResumedAllTheSame()
    {
        ContentDescriptor blob = _registry.PutBlob(Big);
        int requests = 0;
        _registry.Before = request => requests++ == 0
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = Broken(Big[..70_000], 0, Big.Length) }
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Big) };
        using RegistryClient client = Client();
        Assert.Equal(Big, await client.ReadBlobAsync(Name, blob, Big.Length, default));
    }

    [Fact]
    public async Task Blob_Damaged_IsNeverTakenForWhole()
    {
        ContentDescriptor blob = _registry.PutBlob(Big);
        byte[] damaged = [.. Big];
        damaged[77_777] ^= 1;
        _registry.Blobs[blob.Digest] = damaged;
        using RegistryClient client = Client();
        await ThrowsAsync("COS7205", async () =>
        {
            await using Stream stream = await client.OpenBlobAsync(Name, blob, default);
            await stream.CopyToAsync(Stream.Null);
        });
    }

    [Fact]
    public async Task Blob_DamagedOnce_IsFetchedAgain()
    {
        ContentDescriptor blob = _registry.PutBlob(Big);
        int requests = 0;
        _registry.Before = _ => requests++ == 0 ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(new byte[Big.Length]) } : null;
        using RegistryClient client = Client();
        Assert.Equal(Big, await client.ReadBlobAsync(Name, blob, Big.Length, default));
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Blob_LongerThanPromised_IsRefused()
    {
        ContentDescriptor blob = new() { Size = 10, Digest = ContentDigest.Of(Big.AsSpan(0, 10)) };
        _registry.Blobs[blob.Digest] = Big;
        using RegistryClient client = Client();
        await ThrowsAsync("COS7207", () => client.ReadBlobAsync(Name, blob, 10, default));
    }

    [Fact]
    public async Task Upload_InParts_ArrivesWholeAndOnce()
    {
        using RegistryClient client = Client();
        BlobUploadResult sent = await client.UploadBlobAsync(Name, BlobSource.Of(Big), null, default);
        Assert.True(sent.IsSent);
        Assert.Equal(Big, _registry.Blobs[sent.Digest]);
        Assert.Equal(3, _registry.Requests.Count(item => item.Request.StartsWith("PATCH", StringComparison.Ordinal)));
        Assert.False((await client.UploadBlobAsync(Name, BlobSource.Of(Big), null, default)).IsSent);
    }

    [Fact]
    public async Task Upload_OfUnknownDigest_ComputesItOnTheWay()
    {
        using RegistryClient client = Client();
        BlobSource source = new() { OpenAsync = _ => Task.FromResult<Stream>(new MemoryStream(Big)) };
        BlobUploadResult sent = await client.UploadBlobAsync(Name, source, null, default);
        Assert.Equal(ContentDigest.Of(Big), sent.Digest);
        Assert.Equal(Big.Length, sent.Size);
    }

    [Fact]
    public async Task Upload_PartOfWhichTheAnswerIsLost_GoesOnWhereTheRegistryIs()
    {
        int patches = 0;
        bool lost = false;
        _registry.Before = request =>
        {
            if (request.Method == HttpMethod.Patch && ++patches == 2 && !lost)
            {
                lost = true;
                throw new HttpRequestException("cut", new IOException());
            }
            return null;
        };
        using RegistryClient client = Client();
        BlobUploadResult sent = await client.UploadBlobAsync(Name, BlobSource.Of(Big), null, default);
        Assert.Equal(Big, _registry.Blobs[sent.Digest]);
        Assert.Single(_registry.Requests, item => item.Request.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upload_ThatTheRegistryForgot_BeginsAnew()
    {
        bool failed = false;
        _registry.Before = request =>
        {
            if (request.Method == HttpMethod.Put && !failed)
            {
                failed = true;
                return new HttpResponseMessage(HttpStatusCode.NotFound);
            }
            return null;
        };
        using RegistryClient client = Client();
        Assert.True((await client.UploadBlobAsync(Name, BlobSource.Of(Big), null, default)).IsSent);
        Assert.Equal(2, _registry.Requests.Count(item => item.Request.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Upload_OfWhatAnotherRepositoryHas_IsMounted()
    {
        using RegistryClient client = Client();
        ContentDescriptor blob = _registry.PutBlob(Big);
        _registry.Before = request => request.Method == HttpMethod.Head ? new HttpResponseMessage(HttpStatusCode.NotFound) : null;
        Assert.False((await client.UploadBlobAsync(Name, BlobSource.Of(Big), ImageReference.Parse("registry.example/other"), default)).IsSent);
        Assert.Contains(_registry.Requests, item => item.Request.Contains($"?mount={blob.Digest}&from=other", StringComparison.Ordinal));
        Assert.DoesNotContain(_registry.Requests, item => item.Request.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PutManifest_StoredOtherwiseThanSent_IsAnError()
    {
        _registry.Before = request => request.Method == HttpMethod.Put
            ? new HttpResponseMessage(HttpStatusCode.Created) { Headers = { { "Docker-Content-Digest", ContentDigest.Of("other"u8) } } }
            : null;
        using RegistryClient client = Client();
        await ThrowsAsync("COS7205", () => client.PutManifestAsync(Name, MediaTypes.DockerManifest, "{}"u8.ToArray(), default));
    }

    [Fact]
    public async Task Tags_OnSeveralPages_AreAllListed()
    {
        foreach (int number in Enumerable.Range(0, 25))
        {
            _registry.Put("group/name", $"t{number:00}", MediaTypes.DockerManifest, "{}"u8.ToArray());
        }
        _registry.PageSize = 10;
        using RegistryClient client = Client();
        Assert.Equal(25, await client.ListTagsAsync(Name, default).CountAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Request_AnsweredNotNow_IsRepeated(HttpStatusCode status)
    {
        _registry.Put("group/name", "1", MediaTypes.DockerManifest, "{}"u8.ToArray());
        int requests = 0;
        _registry.Before = _ => requests++ < 3 ? new HttpResponseMessage(status) : null;
        using RegistryClient client = Client();
        Assert.NotNull(await client.FindManifestAsync(Name, default));
        Assert.Equal(4, requests);
    }

    [Fact]
    public async Task Request_AnsweredNotNowEachTime_EndsWithWhatWasSaid()
    {
        _registry.Before = _ => FakeRegistry.Json(HttpStatusCode.TooManyRequests, """{ "errors": [ { "code": "TOOMANYREQUESTS", "message": "slow\ndown" } ] }""");
        using RegistryClient client = Client();
        CosException exception = await ThrowsAsync("COS7202", () => client.GetManifestAsync(Name, default));
        Assert.Contains("TOOMANYREQUESTS: slow down, 6 times", exception.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_RefusedForGood_IsSentOnce()
    {
        _registry.Before = _ => new HttpResponseMessage(HttpStatusCode.BadRequest);
        using RegistryClient client = Client();
        await ThrowsAsync("COS7202", () => client.GetManifestAsync(Name, default));
        Assert.Single(_registry.Requests);
    }

    [Fact]
    public async Task RetryAfter_IsKeptTo_WithinBounds()
    {
        TimeSpan asked = TimeSpan.FromSeconds(3);
        Assert.Equal(asked, Backoff.DelayOf(1, new RegistryOptions(), new RetryConditionHeaderValue(asked)));
        Assert.Equal(TimeSpan.FromSeconds(30), Backoff.DelayOf(1, new RegistryOptions(), new RetryConditionHeaderValue(TimeSpan.FromDays(1))));
        Assert.InRange(Backoff.DelayOf(3, new RegistryOptions(), null), TimeSpan.FromMilliseconds(750), TimeSpan.FromMilliseconds(1250));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Token_IsFetchedOnceForManyRequests()
    {
        _registry.Token = "token-1";
        _registry.Put("group/name", "1", MediaTypes.DockerManifest, "{}"u8.ToArray());
        using RegistryClient client = Client(new RegistryCredential { UserName = "me", Password = "secret" });
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.FindManifestAsync(Name, default)));
        (string request, string? authorization) = Assert.Single(_registry.Requests, item => item.Request.Contains("/token", StringComparison.Ordinal));
        Assert.Equal("GET https://registry.example/token?service=fake&scope=repository%3Agroup%2Fname%3Apull", request);
        Assert.Equal("Basic " + Convert.ToBase64String("me:secret"u8), authorization);
    }

    [Fact]
    public async Task Token_ThatEnded_IsRenewed()
    {
        _registry.Token = "token-1";
        _registry.Put("group/name", "1", MediaTypes.DockerManifest, "{}"u8.ToArray());
        using RegistryClient client = Client();
        Assert.NotNull(await client.FindManifestAsync(Name, default));
        _registry.Token = "token-2";
        Assert.NotNull(await client.FindManifestAsync(Name, default));
    }

    [Fact]
    public async Task Login_Refused_IsSaidWithoutSecrets()
    {
        _registry.Before = request => request.RequestUri!.AbsolutePath == "/token" ? new HttpResponseMessage(HttpStatusCode.Unauthorized) : null;
        _registry.Token = "x";
        using RegistryClient client = Client(new RegistryCredential { UserName = "me", Password = "secret-word" });
        CosException exception = await ThrowsAsync("COS7203", () => client.GetManifestAsync(Name, default));
        Assert.DoesNotContain("secret-word", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenService_WithoutEncryption_GetsNoCredential()
    {
        _registry.Before = _ =>
        {
            HttpResponseMessage refusal = new(HttpStatusCode.Unauthorized);
            refusal.Headers.WwwAuthenticate.ParseAdd("Bearer realm=\"http://auth.example/token\",service=\"x\"");
            return refusal;
        };
        using RegistryClient client = Client(new RegistryCredential { UserName = "me", Password = "secret" });
        await ThrowsAsync("COS7211", () => client.GetManifestAsync(Name, default));
        Assert.Single(_registry.Requests);
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_CarriesNoCredential()
    {
        _registry.Token = "token-1";
        _registry.BlobHost = new Uri("https://storage.example");
        ContentDescriptor blob = _registry.PutBlob(Big);
        using RegistryClient client = Client(new RegistryCredential { UserName = "me", Password = "secret" });
        Assert.Equal(Big, await client.ReadBlobAsync(Name, blob, Big.Length, default));
        Assert.Null(Assert.Single(_registry.Requests, item => item.Request.Contains("storage.example", StringComparison.Ordinal)).Authorization);
    }

    [Theory]
    [InlineData("http://storage.example/x", "COS7211")]
    [InlineData("https://user:password@storage.example/x", "COS7211")]
    [InlineData("https://registry.example/v2/group/name/manifests/1", "COS7202")]
    public async Task Redirect_ThatLeadsAstray_IsNotFollowed(string target, string code)
    {
        _registry.Before = _ => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri(target) } };
        using RegistryClient client = Client();
        await ThrowsAsync(code, () => client.GetManifestAsync(Name, default));
        Assert.InRange(_registry.Requests.Count, 1, RegistryLimits.Redirects + 1);
    }

    [Theory]
    [InlineData("localhost:5000", "http")]
    [InlineData("127.0.0.1:5000", "http")]
    [InlineData("[::1]:5000", "http")]
    [InlineData("my.localhost", "http")]
    [InlineData("registry.example", "https")]
    [InlineData("asked.example:80", "http")]
    [InlineData("localhost.example", "https")]
    public void Endpoint_WithoutEncryption_OnThisMachineOrWhenAsked(string registry, string scheme) =>
        Assert.Equal(scheme, RegistryEndpoint.Of(registry, new RegistryOptions { PlainRegistries = ["asked.example:80"] }).Scheme);

    [Fact]
    public void Endpoint_OfDocker_IsAnotherThanItsName() =>
        Assert.Equal("https://registry-1.docker.io/", RegistryEndpoint.Of("docker.io", new RegistryOptions()).ToString());

    private RegistryClient Client(RegistryCredential? credential = null) => new(_options, new Fixed(credential), _registry);

    private static byte[] Manifest(ContentDescriptor layer, ContentDescriptor? configuration = null) => JsonSerializer.SerializeToUtf8Bytes(
        new ImageManifest { MediaType = MediaTypes.DockerManifest, Config = configuration ?? layer, Layers = [layer] }, RegistryJsonContext.Default.ImageManifest);

    private static async Task<CosException> ThrowsAsync(string code, Func<Task> action)
    {
        CosException exception = await Assert.ThrowsAsync<CosException>(action);
        Assert.Equal(code, exception.Diagnostics[0].Code);
        return exception;
    }

    private static StreamContent Broken(byte[] content, long from, long length)
    {
        StreamContent body = new(new CutStream(content));
        body.Headers.ContentRange = new ContentRangeHeaderValue(from, length - 1, length);
        return body;
    }

    private sealed class CutStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length ? throw new IOException("cut") : base.ReadAsync(buffer, cancellationToken);
    }

    private sealed class Fixed(RegistryCredential? credential) : IRegistryCredentials
    {
        public Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellationToken) => Task.FromResult(credential);
    }
}
