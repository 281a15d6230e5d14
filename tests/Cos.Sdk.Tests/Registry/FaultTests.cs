using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Repositories.Publishing;
using Cos.Sdk.Tests.Repositories.Publishing;

namespace Cos.Sdk.IntegrationTests.Registry;

/// <summary>A real registry behind a connection that cuts, delays, truncates, corrupts and refuses: nothing is lost, and nothing wrong is taken.</summary>
public sealed class FaultTests : IDisposable
{
    private static readonly ImagePlatform Platform = ImagePlatform.Parse("linux/amd64");
    private static readonly RegistryOptions Options = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(5),
        MaxDelay = TimeSpan.FromMilliseconds(100),
        AnswerTimeout = TimeSpan.FromSeconds(20),
        StallTimeout = TimeSpan.FromSeconds(20),
        ChunkSize = 300_000,
        MaxAttempts = 8,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-faults-").FullName;

    private static int Seeds => Environment.GetEnvironmentVariable("COS_SOAK") == "1" ? 60 : 4;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_is_lost_and_nothing_wrong_is_taken()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        int faults = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            ImageReference name = ImageReference.Parse($"{registry.Host}/faults/s{seed}");
            SourceRepository first = await SourceAsync($"{seed}a", seed, 4);
            SourceRepository second = await SourceAsync($"{seed}b", seed + 1000, 6);
            SortedDictionary<string, string>? published = null;
            foreach (SourceRepository source in (SourceRepository[])[first, second])
            {
                await using FaultProxy proxy = new(registry.Port, (seed * 100) + (source == first ? 1 : 2), rate: 0.2);
                published = await PublishThroughAsync(proxy, registry, name, source, published);
                await ReadThroughAsync(proxy, name, published);
                faults += proxy.FaultCount;
            }
        }
        Assert.True(faults > Seeds * 20, $"Only {faults} faults: the proxy does no harm.");
    }

    /// <summary>The index was read; then tags move to other content. What is read by that index is what it says.</summary>
    [Fact]
    public async Task A_tag_moved_between_resolving_and_pulling_changes_nothing()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        using RegistryClient client = new(Options, new AnonymousCredentials());
        ImageReference name = ImageReference.Parse($"{registry.Host}/moved");
        await PublishAsync(client, name, await SourceAsync("a", 1, 3));
        RegistryTransport transport = new(client, name, Platform);
        SortedDictionary<string, string> before = await SourceRepository.ReadAllAsync(transport);
        PackageRepository opened = await RepositoryReader.OpenAsync(
            new RepositoryReference { Name = "moved", Type = RepositoryType.Disk, Urls = [] }, transport, CancellationToken.None);
        string tag = RegistryTag.Of(opened.Index.Packages[0].Definition.Id);
        string old = (await client.FindManifestAsync(name.WithTag(tag), CancellationToken.None))!.Digest;

        await PublishAsync(client, name, await SourceAsync("b", 77, 3));
        Assert.NotEqual(old, (await client.FindManifestAsync(name.WithTag(tag), CancellationToken.None))!.Digest);
        Assert.Equal(before, await SourceRepository.ReadAllAsync(opened));
        Assert.NotEqual(before, await SourceRepository.ReadAllAsync(transport));
    }

    /// <summary>Publishes until it succeeds. After every failure the registry holds what was there before, whole.</summary>
    private async Task<SortedDictionary<string, string>> PublishThroughAsync(
        FaultProxy proxy, RegistryProcess registry, ImageReference name, SourceRepository source, SortedDictionary<string, string>? before)
    {
        using RegistryClient direct = new(Options, new AnonymousCredentials());
        RegistryTransport truth = new(direct, name, Platform);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using RegistryClient client = new(Options, new AnonymousCredentials());
                await PublishAsync(client, name with { Registry = proxy.Host }, source);
                break;
            }
            catch (CosException failure)
            {
                Assert.True(attempt < 20, failure.ToString());
                Assert.All(failure.Diagnostics, diagnostic => Assert.StartsWith("COS7", diagnostic.Code, StringComparison.Ordinal));
                SortedDictionary<string, string>? now =
                    await truth.OpenFileAsync(RepositoryFileName.EntryPoint, null, CancellationToken.None) is { } entryPoint
                    ? await DisposeAsync(entryPoint, () => SourceRepository.ReadAllAsync(truth))
                    : null;
                if (!Same(now, before))
                {
                    // The entry point moved and only the answer was lost: then all is there.
                    Assert.Equal(await SourceRepository.ReadAllAsync(new DiskTransport([source.Folder])), now);
                }
            }
        }
        SortedDictionary<string, string> after = await SourceRepository.ReadAllAsync(truth);
        Assert.Equal(await SourceRepository.ReadAllAsync(new DiskTransport([source.Folder])), after);
        return after;
    }

    /// <summary>Reads until it succeeds. What is read is what was published.</summary>
    private static async Task ReadThroughAsync(FaultProxy proxy, ImageReference name, SortedDictionary<string, string> published)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using RegistryClient client = new(Options, new AnonymousCredentials());
                Assert.Equal(published, await SourceRepository.ReadAllAsync(new RegistryTransport(client, name with { Registry = proxy.Host }, Platform)));
                return;
            }
            catch (CosException failure)
            {
                // Package layers stream, so one that arrived damaged is found at its end and refused.
                Assert.True(attempt < 50, failure.ToString());
            }
        }
    }

    private async Task PublishAsync(RegistryClient client, ImageReference name, SourceRepository source)
    {
        string work = Path.Combine(_folder, Path.GetRandomFileName());
        RegistryDestination destination = new(client, name, Platform, new LayerRecords(Path.Combine(work, "layers.json")), [], []);
        PublishRequest request = new() { Source = source.Folder, WorkFolder = work, Epoch = 1_600_000_000, KeepsOthers = false };
        await new RepositoryPublisher(destination, request, []).PublishAsync(CancellationToken.None);
    }

    private async Task<SourceRepository> SourceAsync(string name, int seed, int count)
    {
        SourceRepository source = new(Path.Combine(_folder, name));
        for (int number = 0; number < count; number++)
        {
            CompressionAlgorithm compression = (CompressionAlgorithm)(number % 3);
            await source.AddAsync("app", $"p{number}", "1.0", SourceRepository.Noise(seed + number, number == 0 ? 2_000_000 : 20_000), compression);
        }
        await source.WriteAsync();
        return source;
    }

    private static async Task<T> DisposeAsync<T>(Stream stream, Func<Task<T>> then)
    {
        await stream.DisposeAsync();
        return await then();
    }

    private static bool Same(SortedDictionary<string, string>? one, SortedDictionary<string, string>? other) =>
        one is null || other is null ? one is null && other is null : one.SequenceEqual(other);
}
