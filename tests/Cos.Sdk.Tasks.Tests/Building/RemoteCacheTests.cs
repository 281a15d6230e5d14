using System.Text;
using Cos.Sdk.Building;
using Cos.Sdk.Building.Caching;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Registry;
using Cos.Sdk.Tests.Fetching;
using Cos.Sdk.Tests.Registry;

namespace Cos.Sdk.Tests.Building;

/// <summary>The cache of images over a registry in memory and an engine that only remembers.</summary>
public sealed class RemoteCacheTests : IDisposable
{
    private const string Repository = "registry.example/os/cache";

    private static readonly TurnTiming Quick = new() { Settling = TimeSpan.FromMilliseconds(50) };

    private readonly FakeRegistry _registry = new();
    private readonly FakeEngine _engine = new();
    private readonly RegistryClient _client;
    private readonly List<Diagnostic> _reported = [];
    private readonly List<string> _pulled = [];

    public RemoteCacheTests() => _client = new RegistryClient(
        new RegistryOptions { FirstDelay = TimeSpan.FromMilliseconds(1), MaxAttempts = 2 }, new AnonymousCredentials(), _registry);

    public void Dispose()
    {
        _client.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public async Task Leaf_ThatTheCacheHas_IsPulledAlone()
    {
        Put("a");
        Put("b");
        HashSet<string> there = [];
        await BringAsync(there);
        Assert.Equal(["image.b"], _pulled);
        Assert.Equal([$"{Repository}:b"], there);
        Assert.Empty(_reported);
    }

    [Fact]
    public async Task Leaf_ThatTheCacheLacks_NeedsOnlyItsParent()
    {
        Put("a");
        await BringAsync([]);
        Assert.Equal(["image.a"], _pulled);
    }

    [Fact]
    public async Task Leaf_ThatCannotBePulled_LeavesItsParentToBePulled()
    {
        Put("a");
        Put("b", isInEngineRegistry: false);
        HashSet<string> there = [];
        await BringAsync(there);
        Assert.Equal(["image.a"], _pulled);
        Assert.Equal("COS5200", Assert.Single(_reported).Code);
        Assert.Equal(DiagnosticSeverity.Warning, _reported[0].Severity);
    }

    [Fact]
    public async Task EachMissingImage_IsAskedForOnce()
    {
        await BringAsync([]);
        Assert.Equal(2, _registry.Requests.Count);
        Assert.All(_registry.Requests, item => Assert.StartsWith("HEAD", item.Request, StringComparison.Ordinal));
        _registry.Requests.Clear();
        await BringAsync([$"{Repository}:a", $"{Repository}:b"]);
        Assert.Empty(_registry.Requests);
    }

    [Fact]
    public async Task Image_ForAnotherPlatform_EndsTheBuild()
    {
        Put("b", architecture: "arm64");
        CosException failure = await Assert.ThrowsAsync<CosException>(() => BringAsync([]));
        Assert.Equal("COS5201", failure.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Image_ThatTheEngineGotWithAnotherContent_EndsTheBuild()
    {
        Put("b", id: ContentDigest.Of("other"u8));
        CosException failure = await Assert.ThrowsAsync<CosException>(() => BringAsync([]));
        Assert.Equal("COS5201", failure.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Registry_ThatDoesNotAnswer_IsToldOfOnce()
    {
        _registry.Before = _ => throw new HttpRequestException("down", new IOException());
        await BringAsync([]);
        Assert.Equal("COS5200", Assert.Single(_reported).Code);
    }

    [Fact]
    public async Task Image_OfAPublishedPackage_IsLookedForWhereItsPublisherKeepsIt()
    {
        Put("a");
        ImageNode[] nodes = [Node("a") with { Image = "cos.local/mine:a", CachedIn = Repository }, Node("b") with { Image = "cos.local/mine:b" }];
        RemoteCache cache = new(_client, new AnonymousCredentials(), _engine, new CacheOptions { OfOthers = ImagesOfOthers.Of(nodes) }, _reported.Add);
        Assert.Equal(["cos.local/mine:a"], (await cache.FindAsync(nodes.Select(node => node.Image), default)).Keys);
        Assert.False(cache.Options.IsEmpty);
    }

    [Fact]
    public async Task Turn_IsHeldByOneAtATime()
    {
        await using CacheLease first = Lease();
        await using CacheLease second = Lease();
        Assert.True(await first.TryTakeAsync(default));
        Assert.False(await second.TryTakeAsync(default));
        Assert.False(await second.TryTakeAsync(default));
        await first.DisposeAsync();
        Assert.True(await second.TryTakeAsync(default));
    }

    [Fact]
    public async Task Turn_OfAnotherMachine_IsWaitedFor_AndItsImagePulled()
    {
        CacheLease other = Lease();
        Assert.True(await other.TryTakeAsync(default));
        RemoteCache cache = Cache(wait: 60);
        int told = 0;
        Task<(bool IsPulled, CacheLease? Turn)> waiting = cache.TakeTurnAsync($"{Repository}:b", "linux/amd64", () => told++, default);
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        Put("b");
        (bool isPulled, CacheLease? turn) = await waiting;
        Assert.True(isPulled);
        Assert.Null(turn);
        Assert.Equal(1, told);
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Turn_WithoutWaiting_AsksNobody()
    {
        (bool isPulled, CacheLease? turn) = await Cache(wait: 0).TakeTurnAsync($"{Repository}:b", "linux/amd64", () => { }, default);
        Assert.False(isPulled);
        Assert.Null(turn);
        Assert.Empty(_registry.Requests);
    }

    private async Task BringAsync(HashSet<string> there)
    {
        Dictionary<string, PlanNode> graph = new PlanNode[] { Node("a"), Node("b", "image.a") }.ToDictionary(node => node.Key);
        CacheFetcher fetcher = new(Cache(wait: 0), graph, 2, new Recorder(_pulled));
        await fetcher.BringAsync(
            there,
            hasImage =>
            {
                WorkList list = new(graph, hasImage, _ => false);
                list.Want("image.b");
                return list;
            },
            default);
    }

    private CacheLease Lease() => new(new RegistryNote(_client, ImageReference.Parse($"{Repository}:b")), Quick, TimeProvider.System);

    private RemoteCache Cache(int wait) => new(
        _client,
        new AnonymousCredentials(),
        _engine,
        new CacheOptions
        {
            PullFrom = [ImageReference.Parse(Repository)],
            Pushes = wait > 0,
            Wait = TimeSpan.FromSeconds(wait),
            PollInterval = TimeSpan.FromMilliseconds(20),
            Turns = Quick,
        },
        _reported.Add);

    private void Put(string tag, string architecture = "amd64", string? id = null, bool isInEngineRegistry = true)
    {
        ContentDescriptor configuration = _registry.PutBlob(Encoding.UTF8.GetBytes($$"""{"os":"linux","architecture":"{{architecture}}","tag":"{{tag}}"}"""));
        string manifest = $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.DockerManifest}}","config":{"digest":"{{configuration.Digest}}","size":{{configuration.Size}}},"layers":[]}""";
        string digest = _registry.Put("os/cache", tag, MediaTypes.DockerManifest, Encoding.UTF8.GetBytes(manifest));
        if (isInEngineRegistry)
        {
            _engine.Registry[$"{Repository}@{digest}"] = FakeEngine.Image(id ?? configuration.Digest);
        }
    }

    private static ImageNode Node(string name, params string[] dependsOn) => new()
    {
        Key = "image." + name,
        Package = "app/" + name,
        Hash = name,
        DependsOn = [.. dependsOn],
        Image = $"{Repository}:{name}",
        Platform = "linux/amd64",
        Parent = new ParentImage("base", "base", "sha256:0", null),
        Instructions = [],
        StepCount = 0,
        CopiedImages = [],
    };

    private sealed class Recorder(List<string> pulled) : IProgress<BuildEvent>
    {
        public void Report(BuildEvent value)
        {
            lock (pulled)
            {
                pulled.Add(Assert.IsType<BuildEvent.Pulled>(value).Node.Key);
            }
        }
    }
}
