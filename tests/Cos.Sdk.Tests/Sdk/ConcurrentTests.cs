namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Builds at the same time do not disturb each other.</summary>
public sealed class ConcurrentTests(PackedSdk sdk)
{
    [Fact]
    public async Task Two_builds_of_one_project_and_one_of_another_agree()
    {
        using Sandbox one = await sdk.CreateSandboxAsync();
        using Sandbox other = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(one);
        TinyTree.WriteChain(other);
        // Restore writes to obj; two at once are NuGet's own matter.
        (await one.DotnetAsync("restore")).AssertSucceeded();

        await Task.WhenAll(one.BuildAsync("--no-restore"), one.BuildAsync("--no-restore"), other.BuildAsync($"-p:CosImageRepository={one.ImageRepository}"));

        SortedDictionary<string, string> made = one.Digests("bin/Debug/repository");
        Assert.Contains("b-app-1.0.package.tar.zst", made.Keys);
        Assert.Equal(made, other.Digests("bin/Debug/repository"));
        Assert.Empty((await one.BuildAsync("-p:CosEngineEndpoint=unix:///nonexistent")).Made);
    }
}
