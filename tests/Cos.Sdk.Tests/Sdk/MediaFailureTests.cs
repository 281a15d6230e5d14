namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>What the machine can do to a build: missing tools, full disks, damaged files.</summary>
public sealed class MediaFailureTests(PackedSdk sdk)
{
    [Fact]
    public async Task Missing_tools_and_damaged_archives_are_named_and_leave_no_ISO()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteBootable(box);
        string tools = box.PathOf("tools");
        Directory.CreateDirectory(tools);
        foreach (string program in Directory.EnumerateFiles("/usr/bin").Where(program => Path.GetFileName(program) != "xorriso"))
        {
            File.CreateSymbolicLink(Path.Combine(tools, Path.GetFileName(program)), program);
        }
        Dictionary<string, string?> path = new(StringComparer.Ordinal) { ["PATH"] = tools };

        BuildResult missing = (await box.DotnetAsync("publish", path)).AssertFailed();
        Assert.Contains("'xorriso'", missing.AssertReported("COS8001", box.Project, 0).Message, StringComparison.Ordinal);
        AssertNoIso(box);

        string archive = box.PathOf("bin/Release/repository/system-app-1.0.package.tar.zst");
        using (FileStream file = File.Open(archive, FileMode.Open))
        {
            file.Position = file.Length / 2;
            int value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }
        BuildResult damaged = (await box.DotnetAsync("publish")).AssertFailed();
        Assert.Contains(damaged.Diagnostics, diagnostic => diagnostic.Code is "COS6022" or "COS7007" && diagnostic.Message.Contains("system-app-1.0", StringComparison.Ordinal));
        AssertNoIso(box);

        File.Delete(archive);
        (await box.DotnetAsync("publish")).AssertSucceeded();
    }

    [Fact]
    public async Task A_full_disk_while_packing_is_named_and_leaves_nothing_half_made()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- mkdir -p /opt && dd if=/dev/urandom of=/opt/noise bs=1048576 count=8\n");
        string disk = box.PathOf("bin");
        Directory.CreateDirectory(disk);

        // A name space of its own: the small disk is gone when the build ends.
        BuildResult full = await box.RunAsync(
            ["unshare", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs -o size=2m none \"$0\" && \"$@\"; code=$?; find \"$0\" -type f; exit $code", disk,
            "dotnet", "build", box.Project, .. box.MsBuildArguments()]);

        full.AssertFailed();
        Assert.Contains(full.Codes, code => code is "COS6020" or "COS6021" or "COS0002");
        Assert.DoesNotContain(full.Output, line => line.StartsWith(disk, StringComparison.Ordinal) && line.Contains(".package.tar", StringComparison.Ordinal));
        await box.BuildAsync();
    }

    private static void AssertNoIso(Sandbox box) =>
        Assert.Empty(Directory.EnumerateFiles(box.PathOf("bin"), "*.iso*", SearchOption.AllDirectories));
}
