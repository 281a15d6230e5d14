using Cos.Sdk.Diagnostics;
using Cos.Sdk.IntegrationTests.Engine;
using Cos.Sdk.IntegrationTests.Sdk;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Repositories.Publishing;

namespace Cos.Sdk.IntegrationTests.Registry;

/// <summary>The client and <c>dotnet publish -p:target=Repository</c> against a real registry.</summary>
public sealed class PublishTests(PackedSdk sdk)
{
    [Fact]
    public async Task A_repository_is_published_to_a_registry_with_a_login()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(withLogin: true);
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        box.Write("packages/c/definition.yaml", "name: c\ncategory: app\nversion: \"1.0+2\"\nrequires:\n- {name: a, category: app, version: \">=1.0\"}\n");
        string[] publish = ["-p:target=Repository", $"-p:CosFinalRepository={registry.Host}/os/final"];
        Dictionary<string, string?> login = new()
        {
            ["COS_REGISTRY_HOST"] = registry.Host,
            ["COS_REGISTRY_USERNAME"] = RegistryProcess.UserName,
            ["COS_REGISTRY_PASSWORD"] = RegistryProcess.Password,
        };

        BuildResult refused = (await box.DotnetAsync("publish", publish)).AssertFailed();
        Assert.Contains("COS7203", refused.Codes);
        BuildResult wrong = (await box.DotnetAsync("publish", new Dictionary<string, string?>(login) { ["COS_REGISTRY_PASSWORD"] = "wrong-word" }, publish)).AssertFailed();
        Assert.Contains("COS7203", wrong.Codes);
        Assert.DoesNotContain(wrong.Output, line => line.Contains("wrong-word", StringComparison.Ordinal));

        BuildResult first = (await box.DotnetAsync("publish", login, [.. publish, "-v:diag"])).AssertSucceeded();
        Assert.Contains(first.Output, line => line.Contains($"{registry.Host}/os/final: revision 1, 3 packages, 3 sent", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Output, line => line.Contains(Convert.ToBase64String("builder:secret-word"u8), StringComparison.Ordinal));
        BuildResult again = (await box.DotnetAsync("publish", login, publish)).AssertSucceeded();
        Assert.Contains(again.Output, line => line.Contains("unchanged, revision 1, 3 packages, 0 sent", StringComparison.Ordinal));

        using RegistryClient client = new(new RegistryOptions(), new StoredCredentials(login.ToDictionary(item => item.Key, item => item.Value!), ""));
        ImageReference name = ImageReference.Parse($"{registry.Host}/os/final");
        SortedDictionary<string, string> read = await SourceRepository.ReadAllAsync(new RegistryTransport(client, name, ImagePlatform.Parse("linux/amd64")));
        Assert.Equal(["app/a@1.0 opt/a.txt", "app/b@1.0 opt/b.txt", "app/c@1.0+2 opt/c.txt"], read.Keys);
        Assert.Contains("c-app-1.0-2", await client.ListTagsAsync(name, CancellationToken.None).ToArrayAsync());
    }

    /// <summary>An engine takes the images as they are: digests of manifests, layers and their tars are right.</summary>
    [Fact]
    public async Task Published_images_are_images_to_an_engine()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        (await box.DotnetAsync("publish", "-p:target=Repository", $"-p:CosFinalRepository={registry.Host}/os/final")).AssertSucceeded();
        foreach (string tag in (string[])["a-app-1.0", "repository.yaml", "tree.tar.gz"])
        {
            string image = $"{registry.Host}/os/final:{tag}";
            Command.Run("docker", "pull", "--quiet", image);
            Command.Run("docker", "rmi", image);
        }
    }

    /// <summary>The first address does not answer; index and archives are vouched for by the publisher's signature.</summary>
    [Fact]
    public async Task A_signed_repository_in_a_registry_serves_another_project()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        using Sandbox publisher = await sdk.CreateSandboxAsync("publisher");
        TinyTree.WriteChain(publisher);
        foreach (string name in (string[])["cos", "other"])
        {
            Command.Run("sh", "-c", $"cd '{publisher.Folder}' && openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out {name}.key && openssl ec -in {name}.key -pubout -out {name}.pub 2>/dev/null");
        }
        (await publisher.DotnetAsync("publish", "-p:target=Repository", $"-p:CosFinalRepository={registry.Host}/os/final", "-p:CosSigningKey=cos.key")).AssertSucceeded();

        using Sandbox user = await sdk.CreateSandboxAsync("user");
        user.WriteProject($"<ItemGroup><CosRepository Include=\"theirs\" Type=\"docker\" Url=\"127.0.0.1:9/none;{registry.Host}/os/final\" /></ItemGroup>");
        user.WritePackage("os", "requires_final_images: true\nrequires:\n- {name: c, category: app, version: \">=1.0\"}\nunpack: true\n");
        Assert.Equal(["COS7190"], (await user.DotnetAsync("build", $"-p:CosVerificationKey={publisher.PathOf("other.pub")}")).AssertFailed().Codes);
        BuildResult built = await user.BuildAsync($"-p:CosVerificationKey={publisher.PathOf("cos.pub")}");
        Assert.Equal(["archive of app/os@1.0", "base of app/os@1.0"], built.MadeNodes);
        Assert.Equal("C\n", user.ReadArchive("os-app-1.0.package.tar.zst", "opt/c.txt"));
    }

    [Fact]
    public async Task A_repository_is_published_into_a_folder()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        (await box.DotnetAsync("publish", "-p:target=Repository")).AssertSucceeded();
        string folder = box.PathOf("bin/Release/publish/repository");
        SortedDictionary<string, string> first = await SourceRepository.ReadAllAsync(new DiskTransport([folder]));
        Assert.Equal(3, first.Count);

        box.Write("packages/b/definition.yaml", "name: b\ncategory: app\nversion: \"1.1\"\n");
        box.Write("packages/b/b.txt", "B2\n");
        (await box.DotnetAsync("publish", "-p:target=Repository")).AssertSucceeded();
        SortedDictionary<string, string> second = await SourceRepository.ReadAllAsync(new DiskTransport([folder]));
        Assert.Equal(["app/a@1.0 opt/a.txt", "app/b@1.0 opt/b.txt", "app/b@1.1 opt/b.txt", "app/c@1.0 opt/c.txt"], second.Keys);
        Assert.All(first, item => Assert.Equal(item.Value, second[item.Key]));
        Assert.True(File.Exists(Path.Combine(folder, "1-repository.yaml")));
        Assert.True(File.Exists(Path.Combine(folder, "2-repository.yaml")));
    }

    [Fact]
    public async Task Large_blobs_are_sent_in_parts_and_read_whole()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(withLogin: true);
        Dictionary<string, string> login = new()
        {
            ["COS_REGISTRY_AUTH"] = $$"""{ "auths": { "{{registry.Host}}": { "auth": "{{Convert.ToBase64String("builder:secret-word"u8)}}" } } }""",
        };
        using RegistryClient client = new(new RegistryOptions { ChunkSize = 1 << 20 }, new StoredCredentials(login, ""));
        ImageReference name = ImageReference.Parse($"{registry.Host}/blobs/big");
        byte[] content = SourceRepository.Noise(1, (5 << 20) + 17);
        BlobUploadResult sent = await client.UploadBlobAsync(name, BlobSource.Of(content), null, CancellationToken.None);
        Assert.True(sent.IsSent);
        ContentDescriptor blob = new() { Digest = sent.Digest, Size = content.Length };
        Assert.Equal(content, await client.ReadBlobAsync(name, blob, content.Length, CancellationToken.None));
        ImageReference other = ImageReference.Parse($"{registry.Host}/blobs/other");
        Assert.False((await client.UploadBlobAsync(other, BlobSource.Of(content), name, CancellationToken.None)).IsSent);
        Assert.Equal(content, await client.ReadBlobAsync(other, blob, content.Length, CancellationToken.None));
        CosException missing = await Assert.ThrowsAsync<CosException>(
            () => client.ReadBlobAsync(other, new ContentDescriptor { Digest = ContentDigest.Of("x"u8), Size = 1 }, 1, CancellationToken.None));
        Assert.Equal("COS7204", missing.Diagnostics[0].Code);
    }
}
