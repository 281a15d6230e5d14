using System.Collections.Concurrent;
using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A build after a change does what the change asks for, and says why.</summary>
public sealed class IncrementalTests(PackedSdk sdk)
{
    [Fact]
    public async Task A_changed_file_rebuilds_what_depends_on_it_and_a_dropped_package_disappears()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        await box.BuildAsync();

        box.Write("packages/a/a.txt", "changed\n");
        BuildResult changed = await box.BuildAsync();

        Assert.Equal(["archive of app/a@1.0", "archive of app/b@1.0", "image of app/a@1.0", "image of app/b@1.0"], changed.MadeNodes);
        Assert.Matches("^a.txt changed \\([0-9a-f]{12} → [0-9a-f]{12}\\)$", changed.Made["image of app/a@1.0"]);
        Assert.Matches("^app/a@1.0 before it changed \\([0-9a-f]{12} → [0-9a-f]{12}\\)$", changed.Made["image of app/b@1.0"]);
        Assert.Matches("^its image changed \\([0-9a-f]{12} → [0-9a-f]{12}\\)$", changed.Made["archive of app/b@1.0"]);
        Assert.Equal("changed\nB\n", box.ReadArchive("b-app-1.0.package.tar.zst", "opt/b.txt"));

        File.SetLastWriteTimeUtc(box.PathOf("packages/c/c.txt"), DateTime.UnixEpoch);
        Assert.Empty((await box.BuildAsync()).Made);

        box.Delete("packages/c");
        Assert.Empty((await box.BuildAsync()).Made);
        Assert.DoesNotContain(Directory.EnumerateFiles(box.Repository), file => Path.GetFileName(file).StartsWith("c-app-", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(box.PathOf("obj/Debug/cos/plan"), "*", SearchOption.AllDirectories), file => file.Contains(".c-app-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_build_that_is_up_to_date_opens_no_file_of_a_package()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        await box.BuildAsync();

        ConcurrentBag<string> read = [];
        using FileSystemWatcher watcher = new(box.PathOf("packages")) { NotifyFilter = NotifyFilters.LastAccess, IncludeSubdirectories = true };
        watcher.Changed += (_, change) =>
        {
            if (File.Exists(change.FullPath))
            {
                read.Add(change.FullPath);
            }
        };
        watcher.EnableRaisingEvents = true;

        // The watch sees reading: this build is told to read.
        Assert.Empty((await box.BuildAsync("-p:CosVerifyContent=true")).Made);
        Assert.NotEmpty(read);
        read.Clear();

        Assert.Empty((await box.BuildAsync("-p:CosEngineEndpoint=unix:///nonexistent")).Made);
        Assert.Empty(read);
    }

    [Fact]
    public async Task A_lost_image_is_noticed_when_asked_for_and_made_again_alone()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        await box.BuildAsync();
        await Images.RemoveTagAsync(box.ImageOf("image.c-app-1.0"));

        Assert.Empty((await box.BuildAsync()).Made);
        BuildResult verified = await box.BuildAsync("-p:CosVerifyEngine=true");
        Assert.Equal("the engine does not have it any more", Assert.Single(verified.Made).Value);
        Assert.Equal(["image of app/c@1.0"], verified.MadeNodes);
        Assert.Empty((await box.BuildAsync("-p:CosVerifyEngine=true")).Made);

        // What an out-of-date node needs is noticed without being asked for.
        await Images.RemoveTagAsync(box.ImageOf("image.b-app-1.0"));
        await Images.RemoveTagAsync(box.ImageOf("image.a-app-1.0"));
        box.Write("packages/b/b.txt", "changed\n");
        Assert.Equal(["archive of app/b@1.0", "image of app/a@1.0", "image of app/b@1.0"], (await box.BuildAsync()).MadeNodes);
    }

    [Fact]
    public async Task A_build_that_would_do_work_fails_before_it_when_none_is_expected()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        const string expect = "-p:CosExpectUpToDate=true";
        BuildResult never = (await box.DotnetAsync("build", expect)).AssertFailed();
        Assert.Equal(["COS0150"], never.Codes);
        Assert.False(File.Exists(box.PathOf("cos.lock.json")));

        await box.BuildAsync();
        Assert.Empty((await box.BuildAsync(expect)).Codes);
        box.Write("packages/c/c.txt", "changed\n");
        BuildResult changed = (await box.DotnetAsync("build", expect)).AssertFailed();
        Assert.Equal(["COS0150"], changed.Codes.Distinct());
        Assert.Contains(changed.Output, line => line.Contains("image of app/c@1.0: c.txt changed (", StringComparison.Ordinal));
        Assert.DoesNotContain(changed.Output, line => line.Contains("app/a@1.0", StringComparison.Ordinal));
        Assert.Empty(changed.Made);

        await box.BuildAsync();
        BuildResult renamed = (await box.DotnetAsync("build", expect, "-p:CosRepositoryName=other")).AssertFailed();
        Assert.Contains(renamed.Output, line => line.Contains("repository.yaml: what it is made from changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Release_builds_no_image_again()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        await box.BuildAsync();
        BuildResult release = await box.BuildAsync("-c", "Release");
        Assert.Equal(["archive of app/a@1.0", "archive of app/b@1.0", "archive of app/c@1.0"], release.MadeNodes);
        Assert.All(release.Made.Values, reason => Assert.Contains("; its content comes from bin/Debug/repository/", reason, StringComparison.Ordinal));
        Assert.Empty((await box.BuildAsync("-c", "Release", "-p:CosEngineEndpoint=unix:///nonexistent")).Made);

        // What was only compressed anew is what the engine gives.
        SortedDictionary<string, string> compressed = box.Digests("bin/Release/repository");
        Directory.Delete(box.PathOf("bin"), recursive: true);
        Directory.Delete(box.PathOf("obj/Debug/cos"), recursive: true);
        Directory.Delete(box.PathOf("obj/Release/cos"), recursive: true);
        BuildResult cut = await box.BuildAsync("-c", "Release");
        Assert.All(cut.Made.Values, reason => Assert.DoesNotContain("comes from", reason, StringComparison.Ordinal));
        Assert.Equal(compressed, box.Digests("bin/Release/repository"));
    }

    [Fact]
    public async Task A_dropped_package_leaves_no_plan_also_when_the_build_fails()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        await box.BuildAsync();
        box.Delete("packages/c");
        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- false\n");
        (await box.DotnetAsync("build")).AssertFailed();
        Assert.DoesNotContain(Directory.EnumerateFiles(box.Plans), file => file.Contains(".c-app-", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(box.Repository, "c-app-1.0.package.tar.zst")));
    }

    [Fact]
    public async Task A_build_for_which_a_disk_has_too_little_room_fails_before_it_makes_anything()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        await box.BuildAsync();
        string history = File.ReadAllText(Path.Combine(box.Plans, "history.json"));
        Assert.Contains("\"image.a-app-1.0\"", history, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(box.Plans, "history.json"), """{"artifact.c-app-1.0": {"seconds": 1, "size": 1000000000000000}}""");
        box.Write("packages/c/c.txt", "changed\n");
        BuildResult full = (await box.DotnetAsync("build", "-t:CosCreateArtifacts")).AssertFailed();
        Assert.Equal(["COS6020"], full.Codes);
        Assert.DoesNotContain("archive of app/c@1.0", full.MadeNodes);
    }

    [Fact]
    public async Task What_killed_builds_left_goes_with_the_next_build_and_old_images_on_request()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        box.Write("packages/c/c.txt", $"only here: {Guid.NewGuid()}\n"); // images of equal content are shared with the projects of other tests
        await box.BuildAsync();
        string old = box.ImageOf("image.c-app-1.0");
        string machine = Cos.Sdk.Engine.OwnerMark.Current.Split('-')[0];
        string dead = $"{machine}-{(await box.RunAsync("sh", "-c", "echo $$")).Output[0]}-1";
        string ours = Command.Run("docker", "create", "--label", $"cos.sdk.transient={Cos.Sdk.Engine.OwnerMark.Current}", old, "-").Trim();
        string left = Command.Run("docker", "create", "--label", $"cos.sdk.transient={dead}", old, "-").Trim();
        Command.Run("docker", "tag", old, $"cos-hidden:{dead}-x");
        try
        {
            box.Write("packages/c/c.txt", "changed\n");
            await box.BuildAsync();
            string[] containers = Command.Run("docker", "ps", "-aq", "--no-trunc").Split('\n');
            Assert.Contains(ours, containers);
            Assert.DoesNotContain(left, containers);
            Assert.Equal("", Command.Run("docker", "images", "-q", $"cos-hidden:{dead}-x"));
        }
        finally
        {
            Command.Try("docker", "rm", "--force", ours, left);
        }

        BuildResult listed = (await box.DotnetAsync("build", "-t:CosGc")).AssertSucceeded();
        Assert.Contains(listed.Output, line => line.Contains(old, StringComparison.Ordinal) && line.Contains("no known project needs it", StringComparison.Ordinal));
        Assert.DoesNotContain(listed.Output, line => line.Contains(box.ImageOf("image.c-app-1.0"), StringComparison.Ordinal));
        Assert.NotEqual("", Command.Run("docker", "images", "-q", old));

        (await box.DotnetAsync("build", "-t:CosGc", "-p:CosGcRemove=true")).AssertSucceeded();
        Assert.Equal("", Command.Run("docker", "images", "-q", old));
        Assert.Empty((await box.BuildAsync("-p:CosVerifyEngine=true")).Made);
    }

    [Fact]
    public async Task Warnings_are_said_again_and_can_be_silenced_or_raised_to_errors()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("a", TinyTree.OnSeed + """
            stepz: 1
            steps:
            - mkdir -p /opt && echo new > /opt/new && echo ID=other > /etc/os-release
            subpackages:
            - {name: part, category: app, version: "1.0", includes: [^/opt], requires: [{name: elsewhere, category: app, version: ">=0"}]}

            """);
        string[] expected = ["COS1040", "COS6032", "COS7022"];
        Assert.Equal(expected, (await box.BuildAsync()).Codes.Intersect(expected));

        BuildResult again = await box.BuildAsync();
        Assert.Empty(again.Made);
        Assert.Equal(expected, again.Codes.Intersect(expected));

        File.Delete(Path.Combine(box.Repository, "part-app-1.0.package.tar.zst"));
        BuildResult lost = await box.BuildAsync();
        Assert.Equal(
            "a-app-1.0.package.tar.zst or an archive of a part of it is missing; its content comes from bin/Debug/repository/a-app-1.0.package.tar.zst",
            Assert.Single(lost.Made).Value);
        Assert.True(File.Exists(Path.Combine(box.Repository, "part-app-1.0.package.tar.zst")));
        Assert.Equal(expected, lost.Codes.Intersect(expected));
        again.AssertReported("COS1040", "packages/a/build.yaml", 4);

        Assert.Equal(["COS6032", "COS7022"], (await box.BuildAsync("-p:NoWarn=COS1040")).Codes.Intersect(expected));

        BuildResult strict = (await box.DotnetAsync("build", "-p:TreatWarningsAsErrors=true")).AssertFailed();
        Assert.All(strict.Diagnostics, diagnostic => Assert.True(diagnostic.IsError));
    }
}
