using System.Text.Json;
using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>The same inputs give the same bytes, and where they do not, the culprit is named.</summary>
[Collection("Podman")]
public sealed class ReproducibleTests(PackedSdk sdk, PodmanFixture podman)
{
    private const string Faketime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    /// <summary>All that may differ between two machines: folder, clock, time zone, language, mask of new files, caches, images.</summary>
    [Fact]
    public async Task Another_folder_on_another_day_gives_the_same_repository_and_the_same_ISO()
    {
        Assert.True(File.Exists(Faketime), "The tests need Debian's package faketime: apt-get install faketime");
        using Sandbox first = await sdk.CreateSandboxAsync("twice", "one");
        using Sandbox second = await sdk.CreateSandboxAsync("twice", "ein anderer Ort");
        string images = first.ImageRepository;
        WriteTree(first);
        WriteTree(second);

        (await first.DotnetAsync("publish", "-p:target=Iso", $"-p:CosImageRepository={images}")).AssertSucceeded();
        // Cold: neither the engine's images nor the indexes of layers are there for the second build.
        await Images.RemoveAsync($"{images}*");
        Dictionary<string, string?> elsewhere = new()
        {
            ["LD_PRELOAD"] = Faketime,
            ["FAKETIME"] = "+1900d",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["NO_FAKE_STAT"] = "1",
            ["TZ"] = "Pacific/Kiritimati",
            ["LANG"] = "tr_TR.UTF-8",
            ["LC_ALL"] = "tr_TR.UTF-8",
            ["COS_CACHE"] = second.PathOf("cache"),
        };
        BuildResult again = (await second.DotnetAsync("publish", elsewhere, "-p:target=Iso", $"-p:CosImageRepository={images}")).AssertSucceeded();

        Assert.Contains("image of app/system@1.0", again.MadeNodes);
        Assert.Equal(Digests(first, "bin/Release/repository"), Digests(second, "bin/Release/repository"));
        Assert.Equal(Digests(first, "bin/Release/publish"), Digests(second, "bin/Release/publish"));
        Assert.Contains(Digests(first, "bin/Release/publish").Keys, file => file.EndsWith(".iso", StringComparison.Ordinal));
        Assert.Equal(await File.ReadAllTextAsync(first.PathOf("cos.lock.json")), await File.ReadAllTextAsync(second.PathOf("cos.lock.json")));
    }

    [Fact]
    public async Task Another_engine_gives_the_same_archives_and_metadata()
    {
        using Sandbox first = await sdk.CreateSandboxAsync("engines", "docker");
        using Sandbox second = await sdk.CreateSandboxAsync("engines", "podman");
        WriteTree(first);
        WriteTree(second);
        // A whole root file system without dev and run shows which engine made these two for it.
        first.Delete("packages/system");
        second.Delete("packages/system");
        string images = $"-p:CosImageRepository={first.ImageRepository}";
        await first.BuildAsync(images);
        string[] other = [images, "-p:CosEngine=podman", $"-p:CosEngineEndpoint={podman.Endpoint}"];
        await second.BuildAsync(other);
        // Says what differs, should anything.
        (await second.DotnetAsync("build", ["-t:CosDiff", $"-p:CosDiffFrom={first.Repository}", "-p:CosDiffExpectEqual=true", .. other])).AssertSucceeded();
        Assert.Equal(Digests(first, "bin/Debug/repository"), Digests(second, "bin/Debug/repository"));
    }

    [Fact]
    public async Task What_writes_the_time_is_named_with_its_step()
    {
        using Sandbox first = await sdk.CreateSandboxAsync("when", "one");
        using Sandbox second = await sdk.CreateSandboxAsync("when", "two");
        foreach (Sandbox box in new[] { first, second })
        {
            TinyTree.WriteChain(box);
            box.WritePackage("when", "requires:\n- {name: a, category: app, version: \">=0\"}\nsteps:\n- echo same > /opt/same\n- date > /opt/built\n- echo also > /opt/also\n");
            // The images of the second build stay: they are the ones to look into.
            await Images.RemoveAsync($"{first.ImageRepository}*");
            await box.BuildAsync($"-p:CosImageRepository={first.ImageRepository}");
        }

        BuildResult compared = (await second.DotnetAsync(
            "build", "-t:CosDiff", $"-p:CosImageRepository={first.ImageRepository}", $"-p:CosDiffFrom={first.Repository}", "-p:CosDiffExpectEqual=true")).AssertFailed();

        Assert.Equal(["COS7178"], compared.Codes);
        Assert.Contains(compared.Output, line => line.Contains("app/when 1.0: 1 changed", StringComparison.Ordinal));
        Assert.Contains(compared.Output, line => line.Contains("changed opt/built (content)", StringComparison.Ordinal));
        Assert.Contains(compared.Output, line => line.Contains("packages/when/build.yaml(5,3): RUN date > /opt/built", StringComparison.Ordinal));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(second.PathOf("obj/Debug/cos/diff.json")));
        JsonElement package = Assert.Single(json.RootElement.GetProperty("packages").EnumerateArray());
        JsonElement path = Assert.Single(package.GetProperty("paths").EnumerateArray());
        Assert.Equal("opt/built", path.GetProperty("path").GetString());
        Assert.Equal(5, path.GetProperty("writtenBy").GetProperty("line").GetInt32());

        BuildResult same = (await second.DotnetAsync("build", "-t:CosDiff", "-p:CosDiffFrom=app/a", "-p:CosDiffTo=app/a", "-p:CosDiffExpectEqual=true")).AssertSucceeded();
        Assert.Contains(same.Output, line => line.Contains("no difference", StringComparison.Ordinal));
    }

    private static void WriteTree(Sandbox box)
    {
        TinyTree.WriteBootable(box);
        TinyTree.WriteChain(box);
        box.WritePackage(
            "linked",
            TinyTree.OnSeed + "prelude:\n- mkdir -p /opt/z /opt/a\nsteps:\n- for i in 3 1 2; do echo $i > /opt/z/$i; done && ln /opt/z/1 /opt/a/hard && ln -s ../z/2 /opt/a/soft\n- touch /opt/z/late && rm /opt/z/3 && chmod 4755 /opt/z/2\n");
        box.WritePackage("taken", TinyTree.OnSeed + "steps:\n- mkdir -p /out/deep/er && date > /tmp/now && echo f > /out/deep/er/f\npackage_dir: /out\n");
    }

    private static SortedDictionary<string, string> Digests(Sandbox box, string folder)
    {
        SortedDictionary<string, string> digests = box.Digests(folder);
        digests.Remove(".lock");
        return digests;
    }
}
