using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Repositories.Publishing;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Tests.Registry;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Tests.Repositories.Publishing;

/// <summary>Publishing to a registry in memory and into a folder.</summary>
public sealed class PublishingTests : IDisposable
{
    private static readonly ImageReference Name = ImageReference.Parse("registry.example/os/final");
    private static readonly ImagePlatform Platform = ImagePlatform.Parse("linux/amd64");

    private readonly TemporaryFolder _temporary = new();
    private readonly FakeRegistry _registry = new();
    private readonly RegistryClient _client;
    private readonly DiagnosticBag _diagnostics = [];

    public PublishingTests() => _client = new RegistryClient(
        new RegistryOptions { FirstDelay = TimeSpan.FromMilliseconds(1), ChunkSize = 20_000 }, new AnonymousCredentials(), _registry);

    public void Dispose()
    {
        _client.Dispose();
        _registry.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task Registry_GetsTheTagsAndTypesOfTheClassicTools()
    {
        await PublishAsync(await SourceAsync());

        string[] tags = [.. await _client.ListTagsAsync(Name, default).ToArrayAsync()];
        Assert.Superset(
            new HashSet<string>
            {
                "plus-app-1.0-2", "plus-app-1.0-2.metadata.yaml", "base-app-0.1", "base-app-0.1.metadata.yaml",
                "repository.yaml", "tree.tar.gz", "compilertree.tar.gz", "repository.meta.yaml.tar", "1-repository.yaml",
            },
            new HashSet<string>(tags));
        RegistryManifest manifest = (await _client.GetManifestAsync(Name.WithTag("plus-app-1.0-2"), default))!;
        Assert.Equal(MediaTypes.DockerManifest, manifest.MediaType);
        ImageManifest image = manifest.ReadImage();
        Assert.Equal(MediaTypes.DockerConfiguration, image.Config!.MediaType);
        Assert.Equal([MediaTypes.DockerLayer], image.Layers.Select(layer => layer.MediaType));
        ImageConfiguration configuration = await _client.GetConfigurationAsync(manifest, default);
        Assert.Equal(("linux", "amd64"), (configuration.Os, configuration.Architecture));
        List<(TarEntry Entry, byte[] Content)> layer = await ReadLayerAsync("plus-app-1.0-2");
        Assert.Equal(["opt", "opt/plus"], layer.Select(item => item.Entry.Path));
        foreach (string file in (string[])["repository.yaml", "tree.tar.gz", "1-repository.yaml"])
        {
            Assert.Equal(file, Assert.Single(await ReadLayerAsync(file)).Entry.Path);
        }
        Assert.Equal("plus-app-1.0+2.metadata.yaml", Assert.Single(await ReadLayerAsync("plus-app-1.0-2.metadata.yaml")).Entry.Path);
    }

    [Fact]
    public async Task Registry_WhatWasPublished_IsReadBack()
    {
        SourceRepository source = await SourceAsync();
        PublishResult result = await PublishAsync(source);
        Assert.Equal((true, 1, 2, 2), (result.IsChanged, result.Header.Revision, result.Sent, result.Listed));
        Assert.Equal(RepositoryType.Docker, result.Header.Type);
        Assert.Equal(await SourceRepository.ReadAllAsync(new DiskTransport([source.Folder])), await SourceRepository.ReadAllAsync(Transport()));
    }

    [Fact]
    public async Task Registry_AgainWithoutChange_SendsNothingAndKeepsTheRevision()
    {
        SourceRepository source = await SourceAsync();
        await PublishAsync(source);
        _registry.Requests.Clear();
        PublishResult again = await PublishAsync(source, epoch: 1_700_000_000);
        Assert.Equal((false, 1, 0), (again.IsChanged, again.Header.Revision, again.Sent));
        Assert.DoesNotContain(_registry.Requests, item => !item.Request.StartsWith("GET", StringComparison.Ordinal) && !item.Request.StartsWith("HEAD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Registry_OneMorePackage_IsSentAlone()
    {
        await PublishAsync(await SourceAsync());
        SourceRepository more = await SourceAsync(("more", "2.0"));
        _registry.Requests.Clear();
        PublishResult result = await PublishAsync(more);
        Assert.Equal((true, 2, 1, 3), (result.IsChanged, result.Header.Revision, result.Sent, result.Listed));
        string[] tagged = [.. _registry.Requests.Where(item => item.Request.StartsWith("PUT", StringComparison.Ordinal) && item.Request.Contains("/manifests/", StringComparison.Ordinal))
            .Select(item => item.Request[(item.Request.LastIndexOf('/') + 1)..]).Where(name => !name.StartsWith("sha256:", StringComparison.Ordinal))];
        Assert.DoesNotContain(tagged, tag => tag.StartsWith("plus", StringComparison.Ordinal) || tag.StartsWith("base", StringComparison.Ordinal));
        Assert.Contains("more-app-2.0", tagged);
        Assert.Equal("repository.yaml", tagged[^1]);
        Assert.Equal("2-repository.yaml", tagged[^2]);
    }

    [Fact]
    public async Task Registry_OtherPackagesThere_StayUnlessReplaced()
    {
        await PublishAsync(await SourceAsync());
        SourceRepository other = new(_temporary["other"]);
        await other.AddAsync("app", "plus", "1.1", "new"u8.ToArray());
        await other.WriteAsync();

        Assert.Equal(3, (await PublishAsync(other)).Listed);
        SortedDictionary<string, string> all = await SourceRepository.ReadAllAsync(Transport());
        Assert.Equal(["app/base@0.1 opt/base", "app/plus@1.0+2 opt/plus", "app/plus@1.1 opt/plus"], all.Keys);

        PublishResult replaced = await PublishAsync(other, replaces: true);
        Assert.Equal((1, 3), (replaced.Listed, replaced.Header.Revision));
    }

    /// <summary>At every request of a push a reader finds the old revision whole, and after the last one the new one.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reader_InTheMiddleOfAPush_GetsTheOldRevisionWhole(bool registry)
    {
        SourceRepository old = await SourceAsync();
        await PublishAsync(old, registry);
        SortedDictionary<string, string> before = await SourceRepository.ReadAllAsync(registry ? Transport() : Disk());
        SourceRepository changed = new(_temporary["changed"]);
        await changed.AddAsync("app", "base", "0.1", SourceRepository.Noise(9, 50_000));
        await changed.AddAsync("app", "plus", "1.0+2", "changed"u8.ToArray(), requires: ("base", ">=0.1"));
        await changed.WriteAsync();

        int writes = 0;
        int reading = 0;
        List<SortedDictionary<string, string>> seen = [];
        if (registry)
        {
            _registry.Before = request =>
            {
                if (request.Method.Method is "PUT" or "PATCH" or "POST" && Interlocked.CompareExchange(ref reading, 1, 0) == 0)
                {
                    seen.Add(SourceRepository.ReadAllAsync(Transport()).GetAwaiter().GetResult());
                    writes++;
                    Interlocked.Exchange(ref reading, 0);
                }
                return null;
            };
        }
        PublishResult result = await PublishAsync(changed, registry);
        _registry.Before = _ => null;
        Assert.Equal(2, result.Header.Revision);
        Assert.All(seen, state => Assert.Equal(before, state));
        Assert.True(!registry || writes > 10);
        Assert.NotEqual(before, await SourceRepository.ReadAllAsync(registry ? Transport() : Disk()));

        // Whoever read the old entry point a moment ago still gets all of it.
        RepositoryHeader header = RepositoryHeaderYaml.Read(await SnapshotAsync(registry, 1), "test", "test");
        Assert.Equal(1, header.Revision);
        Assert.NotNull(await (registry ? Transport() : Disk()).OpenFileAsync(header.Meta.FileName, null, default));
        Assert.Equal(before, await SourceRepository.ReadAllAsync(new PinnedTransport(registry ? Transport() : Disk(), await SnapshotAsync(registry, 1))));
    }

    [Fact]
    public async Task Registry_NamesThatBecomeOne_AreRefusedBeforeAnythingIsSent()
    {
        SourceRepository source = new(_temporary["source"]);
        await source.AddAsync("app", "plus", "1.0+1", "a"u8.ToArray());
        await source.AddAsync("app", "plus", "1.0-1", "b"u8.ToArray());
        await source.WriteAsync();
        await ThrowsAsync("COS7700", () => PublishAsync(source));
        Assert.DoesNotContain(_registry.Requests, item => item.Request.StartsWith('P'));
        Assert.Equal(2, (await PublishAsync(source, registry: false)).Listed);
    }

    [Theory]
    [InlineData("1.0~rc1")]
    [InlineData("1:2.0")]
    public async Task Registry_NamesThatNoTagCanBe_AreRefused(string version)
    {
        SourceRepository source = new(_temporary["source"]);
        await source.AddAsync("app", "tilde", version, "a"u8.ToArray());
        await source.WriteAsync();
        await ThrowsAsync("COS7701", () => PublishAsync(source));
        Assert.DoesNotContain(_registry.Requests, item => item.Request.StartsWith('P'));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Requirement_ThatNothingMeets_IsRefusedUnlessAllowed(bool registry)
    {
        SourceRepository source = new(_temporary["source"]);
        await source.AddAsync("app", "lonely", "1.0", "a"u8.ToArray(), requires: ("absent", ">=1.0"));
        await source.WriteAsync();
        CosException refused = await ThrowsAsync("COS7702", () => PublishAsync(source, registry));
        Assert.Contains("app/absent", refused.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(_registry.Manifests);
        Assert.True((await PublishAsync(source, registry, incomplete: true)).IsChanged);
        Assert.Equal("COS7022", Assert.Single(_diagnostics).Code);
    }

    [Fact]
    public async Task Requirement_ThatTheDestinationMeets_IsMet()
    {
        await PublishAsync(await SourceAsync());
        SourceRepository source = new(_temporary["more"]);
        await source.AddAsync("app", "user", "1.0", "a"u8.ToArray(), requires: ("base", ">=0.1"));
        await source.WriteAsync();
        Assert.Equal(3, (await PublishAsync(source)).Listed);
    }

    [Fact]
    public async Task Archive_ThatIsNotWhatTheIndexSays_IsNotPublished()
    {
        SourceRepository source = await SourceAsync();
        string archive = Directory.EnumerateFiles(source.Folder, "base-*.package.*").Single();
        File.WriteAllBytes(archive, await TestRepository.CompressAsync(await Tars.MakeAsync(Tars.Text("opt/evil", "evil")), CompressionAlgorithm.Zstd));
        await Assert.ThrowsAsync<CosException>(() => PublishAsync(source));
        Assert.DoesNotContain(_registry.Manifests.Keys, key => key.EndsWith("repository.yaml", StringComparison.Ordinal));
        await Assert.ThrowsAsync<CosException>(() => PublishAsync(source, registry: false));
        Assert.False(File.Exists(Path.Combine(_temporary["public"], "repository.yaml")));
    }

    [Fact]
    public async Task Registry_SomebodyElsePublishesMeanwhile_BothAreThere()
    {
        SourceRepository mine = await SourceAsync();
        SourceRepository other = new(_temporary["other"]);
        await other.AddAsync("app", "other", "1.0", "other"u8.ToArray());
        await other.WriteAsync();
        bool done = false;
        _registry.Before = request =>
        {
            // After the other's state was read, before the entry point moves.
            if (!done && request.Method == HttpMethod.Put && request.RequestUri!.AbsolutePath.Contains("/manifests/tree-", StringComparison.Ordinal))
            {
                done = true;
                PublishAsync(other).GetAwaiter().GetResult();
            }
            return null;
        };
        PublishResult result = await PublishAsync(mine);
        Assert.True(done);
        Assert.Equal((2, 3), (result.Header.Revision, result.Listed));
        Assert.Equal(3, (await SourceRepository.ReadAllAsync(Transport())).Count);
    }

    [Fact]
    public async Task Registry_SecondRepository_TakesLayersFromTheFirst()
    {
        SourceRepository source = await SourceAsync();
        await PublishAsync(source);
        _registry.Requests.Clear();
        ImageReference second = ImageReference.Parse("registry.example/os/production");
        LayerRecords layers = new(_temporary["layers.json"]);
        _registry.Before = request => request.Method == HttpMethod.Head && request.RequestUri!.AbsolutePath.Contains("production/blobs", StringComparison.Ordinal)
            ? new HttpResponseMessage(System.Net.HttpStatusCode.NotFound) : null;
        RegistryDestination destination = new(_client, second, Platform, layers, [Name], _diagnostics);
        await new RepositoryPublisher(destination, Request(source), _diagnostics).PublishAsync(default);
        Assert.Equal(2, _registry.Requests.Count(item => item.Request.Contains("mount=", StringComparison.Ordinal)));
        Assert.DoesNotContain(_registry.Requests, item => item.Request.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folder_HasOneMutableRootAndNamesOfContent()
    {
        SourceRepository source = await SourceAsync();
        await PublishAsync(source, registry: false);
        Dictionary<string, byte[]> first = Files();
        await PublishAsync(await SourceAsync(("more", "2.0")), registry: false);
        string[] changed = [.. Files().Where(file => first.TryGetValue(file.Key, out byte[]? old) && !old.SequenceEqual(file.Value)).Select(file => file.Key)];
        Assert.Equal(["repository.meta.yaml.tar", "repository.yaml", "tree.tar.gz"], changed.Order(StringComparer.Ordinal));
        Assert.Contains("1-repository.yaml", Files().Keys);
        Assert.Contains("2-repository.yaml", Files().Keys);
        Assert.Equal(3, (await SourceRepository.ReadAllAsync(Disk())).Count);
        Dictionary<string, byte[]> second = Files();
        Assert.False((await PublishAsync(await SourceAsync(("more", "2.0")), registry: false)).IsChanged);
        Assert.Equal(second.Keys.Order(StringComparer.Ordinal), Files().Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Additive over a folder that the classic tools wrote.</summary>
    [Fact]
    public async Task Folder_OfTheClassicTools_IsAddedTo()
    {
        Directory.CreateDirectory(_temporary["public"]);
        await ReferenceData.WriteRepositoryAsync(_temporary["public"]);
        PublishResult result = await PublishAsync(await SourceAsync(), registry: false);
        Assert.Equal((3, 4), (result.Header.Revision, result.Listed));
        Assert.Equal(4, (await SourceRepository.ReadAllAsync(Disk())).Count);
    }

    /// <summary>The signed entry point vouches for the rest. A key that comes later signs what is there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signature_OfTheEntryPoint_IsPublishedWithIt(bool registry)
    {
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SigningKey key = new(pair.ExportParameters(includePrivateParameters: true));
        RepositoryReference trusting = new() { Name = "signed", Type = RepositoryType.Disk, Urls = [], VerificationKeys = [key.VerificationKey] };
        SourceRepository source = await SourceAsync();
        await PublishAsync(source, registry);
        await Assert.ThrowsAsync<CosException>(() => RepositoryReader.OpenAsync(trusting, registry ? Transport() : Disk(), default));
        Assert.False((await PublishAsync(source, registry, key: key)).IsChanged);
        Assert.Equal(2, (await RepositoryReader.OpenAsync(trusting, registry ? Transport() : Disk(), default)).Index.Packages.Length);
        Assert.True((await PublishAsync(await SourceAsync(("more", "2.0")), registry, key: key)).IsChanged);
        Assert.Equal(3, (await RepositoryReader.OpenAsync(trusting, registry ? Transport() : Disk(), default)).Index.Packages.Length);
    }

    [Theory]
    [InlineData("registry.example:5000/os/final", null, "registry.example:5000/os/final")]
    [InlineData("./out", "/project/out", null)]
    [InlineData("out/", "/project/out", null)]
    [InlineData("/srv/repo", "/srv/repo", null)]
    [InlineData("file:///srv/repo", "/srv/repo", null)]
    public void Destination_IsAFolderOrARepository(string text, string? folder, string? repository)
    {
        DestinationName name = DestinationName.Parse(text, "/project", null);
        Assert.Equal(folder, name.Folder is null ? null : Path.TrimEndingDirectorySeparator(name.Folder));
        Assert.Equal(repository, name.Repository?.Name);
    }

    [Theory]
    [InlineData("final")]
    [InlineData("os/final")]
    [InlineData("registry.example/os/final:1.0")]
    [InlineData("https://registry.example/os")]
    public void Destination_ThatIsNeither_IsRefused(string text) =>
        Assert.Equal("COS7705", Assert.Throws<CosException>(() => DestinationName.Parse(text, "/project", null)).Diagnostics[0].Code);

    private IRepositoryTransport Transport() => new RegistryTransport(_client, Name, Platform);

    private IRepositoryTransport Disk() => new DiskTransport([_temporary["public"]]);

    private async Task<SourceRepository> SourceAsync(params (string Name, string Version)[] more)
    {
        SourceRepository source = new(_temporary[$"source{more.Length}"]);
        await source.AddAsync("app", "base", "0.1", SourceRepository.Noise(1, 100_000));
        await source.AddAsync("app", "plus", "1.0+2", "plus"u8.ToArray(), CompressionAlgorithm.Gzip, ("base", ">=0.1"));
        foreach ((string name, string version) in more)
        {
            await source.AddAsync("app", name, version, Encoding.UTF8.GetBytes(name));
        }
        await source.WriteAsync();
        return source;
    }

    private PublishRequest Request(SourceRepository source) => new() { Source = source.Folder, WorkFolder = _temporary["work"], Epoch = 1_600_000_000 };

    private async Task<PublishResult> PublishAsync(
        SourceRepository source, bool registry = true, bool replaces = false, bool incomplete = false, long epoch = 1_600_000_000, SigningKey? key = null)
    {
        LayerRecords layers = new(_temporary["layers.json"]);
        IRepositoryDestination destination = registry
            ? new RegistryDestination(_client, Name, Platform, layers, [], _diagnostics)
            : new FolderDestination(_temporary["public"], RepositoryType.Http);
        PublishRequest request = Request(source) with { KeepsOthers = !replaces, AllowsMissingRequirements = incomplete, Epoch = epoch, SigningKey = key, WorkFolder = Path.Combine(_temporary["work"], Path.GetRandomFileName()) };
        PublishResult result = await new RepositoryPublisher(destination, request, _diagnostics).PublishAsync(default);
        layers.Save();
        return result;
    }

    private async Task<List<(TarEntry Entry, byte[] Content)>> ReadLayerAsync(string tag)
    {
        ImageManifest image = (await _client.GetManifestAsync(Name.WithTag(tag), default))!.ReadImage();
        byte[] layer = await _client.ReadBlobAsync(Name, image.Layers[0], 1 << 20, default);
        await using DecompressionStream tar = await DecompressionStream.OpenAsync(new MemoryStream(layer), DecompressionLimits.Default, "test", default);
        return await Tars.ReadAsync(tar);
    }

    private async Task<string> SnapshotAsync(bool registry, int revision)
    {
        IRepositoryTransport transport = registry ? Transport() : Disk();
        await using Stream file = (await transport.OpenFileAsync($"{revision}-repository.yaml", null, default))!;
        using StreamReader reader = new(file);
        return await reader.ReadToEndAsync();
    }

    private Dictionary<string, byte[]> Files() =>
        Directory.EnumerateFiles(_temporary["public"]).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);

    private static async Task<CosException> ThrowsAsync(string code, Func<Task> action)
    {
        CosException exception = await Assert.ThrowsAsync<CosException>(action);
        Assert.Equal(code, exception.Diagnostics[0].Code);
        return exception;
    }

    /// <summary>A reader that got its entry point earlier.</summary>
    private sealed class PinnedTransport(IRepositoryTransport inner, string entryPoint) : IRepositoryTransport
    {
        public string Address => inner.Address;

        public Task<Stream?> OpenFileAsync(string fileName, string? sha256, CancellationToken cancellationToken) => fileName == RepositoryFileName.EntryPoint
            ? Task.FromResult<Stream?>(new MemoryStream(Encoding.UTF8.GetBytes(entryPoint)))
            : inner.OpenFileAsync(fileName, sha256, cancellationToken);

        public Task<OpenedArchive?> OpenArchiveAsync(RepositoryPackage package, CancellationToken cancellationToken) =>
            inner.OpenArchiveAsync(package, cancellationToken);
    }
}
