using Cos.Sdk.IntegrationTests.Sdk;
using Cos.Sdk.Registry;

namespace Cos.Sdk.IntegrationTests.Registry;

/// <summary>Machines that share a registry: engines with separate folders, projects in separate folders.</summary>
public sealed class CacheTests(PackedSdk sdk)
{
    private const string NoNetwork = "-p:CosBuildNetwork=none";

    [Fact]
    public async Task A_second_machine_builds_nothing_that_the_first_has_pushed()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(withLogin: true);
        await using SeparateEngine other = await SeparateEngine.StartAsync();
        using Sandbox first = await sdk.CreateSandboxAsync();
        using Sandbox second = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(first);
        TinyTree.WriteChain(second);
        string cache = $"-p:CosImageRepository={registry.Host}/os/cache";
        Dictionary<string, string?> login = new()
        {
            ["COS_REGISTRY_HOST"] = registry.Host,
            ["COS_REGISTRY_USERNAME"] = RegistryProcess.UserName,
            ["COS_REGISTRY_PASSWORD"] = RegistryProcess.Password,
        };
        BuildResult made = (await first.DotnetAsync("build", login, cache, "-p:CosPush=true", NoNetwork)).AssertSucceeded();
        Assert.Equal(3, made.MadeNodes.Count(node => node.StartsWith("image", StringComparison.Ordinal)));
        Assert.Empty(made.Codes);

        BuildResult pulled = (await second.DotnetAsync("build", login, cache, "-p:CosPull=true", NoNetwork, $"-p:CosEngineEndpoint={other.Endpoint}")).AssertSucceeded();
        Assert.Equal(["archive of app/a@1.0", "archive of app/b@1.0", "archive of app/c@1.0"], pulled.MadeNodes);
        Assert.Equal(3, pulled.Output.Count(line => line.Contains("is pulled from", StringComparison.Ordinal)));
        Assert.Empty(pulled.Codes);
        Assert.Equal(
            first.Digests("bin/Debug/repository").Where(file => file.Key.EndsWith(".zst", StringComparison.Ordinal)),
            second.Digests("bin/Debug/repository").Where(file => file.Key.EndsWith(".zst", StringComparison.Ordinal)));

        // A change of the leaf: what is below comes from the cache, also into an engine that lost everything.
        second.Write("packages/b/b.txt", "B2\n");
        BuildResult changed = (await second.DotnetAsync("build", login, cache, "-p:CosPull=true", NoNetwork, $"-p:CosEngineEndpoint={other.Endpoint}")).AssertSucceeded();
        Assert.Equal(["archive of app/b@1.0", "image of app/b@1.0"], changed.MadeNodes);

        // Whoever builds upon a published package finds its image where it was pushed.
        using Sandbox consumer = await sdk.CreateSandboxAsync();
        consumer.WriteProject($"<ItemGroup><CosRepository Include=\"{first.Repository}\" /></ItemGroup>");
        consumer.WritePackage("d", "requires:\n- {name: b, category: app, version: \">=0\"}\nsteps:\n- cat /opt/b.txt > /opt/d.txt\n");
        BuildResult upon = (await consumer.DotnetAsync("build", login, NoNetwork, $"-p:CosEngineEndpoint={other.Endpoint}")).AssertSucceeded();
        Assert.Equal(["archive of app/d@1.0", "image of app/d@1.0"], upon.MadeNodes);
        Assert.Equal("A\nB\n", consumer.ReadArchive("d-app-1.0.package.tar.zst", "opt/d.txt"));
        await Images.RemoveAsync($"{registry.Host}/*/*");
    }

    [Fact]
    public async Task A_cache_that_fails_is_a_warning_and_a_wrong_image_is_an_error()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- mkdir -p /opt && cp a.txt /opt/a.txt\n");
        box.Write("packages/a/a.txt", "A\n");
        BuildResult down = (await box.DotnetAsync("build", $"-p:CosPullRepositories=127.0.0.1:1/none%3B{registry.Host}/empty", NoNetwork)).AssertSucceeded();
        Assert.Equal(["COS5200"], down.Codes);
        Assert.Equal(["archive of app/a@1.0", "image of app/a@1.0"], down.MadeNodes);
        (await box.DotnetAsync("build", "-p:CosPush=true", "-p:CosImageRepository=cos.local/x")).AssertFailed().AssertReported("COS5202", box.Project, 0);

        // What stands under the name of the next image is for another platform.
        box.Write("packages/a/a.txt", "A2\n");
        (await box.DotnetAsync("build", "-t:CosResolve")).AssertSucceeded();
        string plan = File.ReadAllText(Path.Combine(box.Plans, "image.a-app-1.0.json"));
        string image = plan[plan.IndexOf(box.ImageRepository, StringComparison.Ordinal)..];
        image = image[..image.IndexOf('"', StringComparison.Ordinal)];
        using RegistryClient client = new(new RegistryOptions(), new AnonymousCredentials());
        ImageReference target = ImageReference.Parse($"{registry.Host}/wrong/cache:{image[(image.LastIndexOf(':') + 1)..]}");
        byte[] configuration = """{"architecture":"arm64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}"""u8.ToArray();
        await client.UploadBlobAsync(target, BlobSource.Of(configuration), null, CancellationToken.None);
        string manifest = $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.DockerManifest}}","config":{"mediaType":"{{MediaTypes.DockerConfiguration}}","digest":"{{ContentDigest.Of(configuration)}}","size":{{configuration.Length}}},"layers":[]}""";
        await client.PutManifestAsync(target, MediaTypes.DockerManifest, System.Text.Encoding.UTF8.GetBytes(manifest), CancellationToken.None);
        BuildResult wrong = (await box.DotnetAsync("build", $"-p:CosPullRepositories={registry.Host}/wrong/cache", NoNetwork)).AssertFailed();
        Assert.Contains("COS5201", wrong.Codes);
    }

    /// <summary>Three workers with separate engines begin the same at the same time.</summary>
    [Fact]
    public async Task Machines_that_build_at_once_make_each_image_once()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        await using SeparateEngine one = await SeparateEngine.StartAsync();
        await using SeparateEngine two = await SeparateEngine.StartAsync();
        string[] engines = ["", $"-p:CosEngineEndpoint={one.Endpoint}", $"-p:CosEngineEndpoint={two.Endpoint}"];
        List<Sandbox> boxes = [];
        try
        {
            foreach (string _ in engines)
            {
                Sandbox box = await sdk.CreateSandboxAsync();
                boxes.Add(box);
                TinyTree.WriteChain(box);
            }
            BuildResult[] results = await Task.WhenAll(boxes.Select((box, index) => box.DotnetAsync(
                "build",
                [$"-p:CosImageRepository={registry.Host}/os/cache", "-p:CosPush=true", "-p:CosCacheWait=300", NoNetwork, .. engines[index].Length > 0 ? [engines[index]] : Array.Empty<string>()])));
            Assert.All(results, result => result.AssertSucceeded());
            Assert.All(results, result => Assert.Empty(result.Codes));
            string[] images = [.. results.SelectMany(result => result.MadeNodes).Where(node => node.StartsWith("image", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            Assert.Equal(["image of app/a@1.0", "image of app/b@1.0", "image of app/c@1.0"], images);
        }
        finally
        {
            boxes.ForEach(box => box.Dispose());
            await Images.RemoveAsync($"{registry.Host}/*/*");
        }
    }
}
