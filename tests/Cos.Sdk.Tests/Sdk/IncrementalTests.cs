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
        Assert.Equal("a.txt changed", changed.Made["image of app/a@1.0"]);
        Assert.Equal("app/a@1.0 before it changed", changed.Made["image of app/b@1.0"]);
        Assert.Equal("its image changed", changed.Made["archive of app/b@1.0"]);
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
    public async Task Warnings_are_said_again_and_can_be_silenced_or_raised_to_errors()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("a", TinyTree.OnSeed + "stepz: 1\nsteps:\n- mkdir -p /opt && echo new > /opt/new && echo ID=other > /etc/os-release\n");
        Assert.Equal(["COS1040", "COS6032"], (await box.BuildAsync()).Codes);

        BuildResult again = await box.BuildAsync();
        Assert.Empty(again.Made);
        Assert.Equal(["COS1040", "COS6032"], again.Codes);
        again.AssertReported("COS1040", "packages/a/build.yaml", 4);

        Assert.Equal(["COS6032"], (await box.BuildAsync("-p:NoWarn=COS1040")).Codes);

        BuildResult strict = (await box.DotnetAsync("build", "-p:TreatWarningsAsErrors=true")).AssertFailed();
        Assert.All(strict.Diagnostics, diagnostic => Assert.True(diagnostic.IsError));
    }
}
