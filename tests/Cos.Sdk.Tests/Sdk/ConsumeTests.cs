using Cos.Sdk.Tests.Repositories;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A derivative that takes packages from another one's repository.</summary>
public sealed class ConsumeTests(PackedSdk sdk)
{
    private const string NoEngine = "-p:CosEngineEndpoint=unix:///nonexistent";

    [Fact]
    public async Task Packages_of_a_web_repository_are_composed_copied_locked_and_updated()
    {
        using Sandbox theirs = await sdk.CreateSandboxAsync("theirs");
        WriteTheirs(theirs, "one");
        await theirs.BuildAsync();
        using StaticServer server = new(theirs.Repository);

        using Sandbox box = await sdk.CreateSandboxAsync();
        WriteConsumer(box);
        string repository = $"<ItemGroup><CosRepository Include=\"theirs\" Url=\"http://127.0.0.1:9/;{server.Address}\" /></ItemGroup>";
        box.WriteProject(repository);
        BuildResult first = await box.BuildAsync();
        Assert.Equal(
            ["archive of app/os@1.0", "archive of app/user@1.0", "base of app/os@1.0", "base of app/tool@1.0", "image of app/os@1.0", "image of app/user@1.0"], first.MadeNodes);
        Assert.Equal("one\n", box.ReadArchive("os-app-1.0.package.tar.zst", "opt/tool"));
        Assert.Equal("one\n", box.ReadArchive("user-app-1.0.package.tar.zst", "opt/copied"));
        string locked = await File.ReadAllTextAsync(box.PathOf("cos.lock.json"));
        Assert.Contains("\"package\":\"app/tool\",\"version\":\"1.0\"", locked, StringComparison.Ordinal);
        Assert.Contains("\"revision\": 1", locked, StringComparison.Ordinal);

        // Built: neither server nor engine is asked.
        int asked = server.Requests.Count;
        Assert.Empty((await box.BuildAsync(NoEngine, "-p:CosLockedMode=true")).Made);
        Assert.Equal(asked, server.Requests.Count);

        // They go on; the lock holds, until it is moved on purpose.
        WriteTheirs(theirs, "two");
        await theirs.BuildAsync();
        Assert.Empty((await box.BuildAsync(NoEngine)).Made);
        BuildResult update = (await box.DotnetAsync("build", "-t:CosUpdate")).AssertSucceeded();
        Assert.Contains(update.Output, line => line.Contains("repository theirs: revision 1 -> 2", StringComparison.Ordinal));
        Assert.Contains(update.Output, line => line.Contains("app/tool: 1.0, built anew", StringComparison.Ordinal));
        BuildResult second = await box.BuildAsync();
        Assert.Equal("two\n", box.ReadArchive("os-app-1.0.package.tar.zst", "opt/tool"));
        Assert.Contains("base of app/os@1.0", second.MadeNodes);

        // On another machine, with nothing but the lock: what it names comes, or a diagnostic.
        BuildResult elsewhere = await box.DotnetAsync("build", new Dictionary<string, string?> { ["COS_CACHE"] = box.PathOf("cache") }, "-p:CosLockedMode=true");
        elsewhere.AssertSucceeded();
        WriteTheirs(theirs, "three");
        await theirs.BuildAsync();
        WriteTheirs(theirs, "four");
        await theirs.BuildAsync();
        box.Delete("cache");
        BuildResult gone = await box.DotnetAsync("build", new Dictionary<string, string?> { ["COS_CACHE"] = box.PathOf("cache") }, "-p:CosLockedMode=true");
        Assert.Contains("COS7726", gone.AssertFailed().Codes);
    }

    [Fact]
    public async Task A_folder_serves_builds_and_media_and_drift_is_refused_where_the_lock_binds()
    {
        using Sandbox theirs = await sdk.CreateSandboxAsync("theirs");
        TinyTree.WriteBootable(theirs);
        await theirs.BuildAsync();
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("extra", TinyTree.OnSeed + "steps:\n- echo extra > /extra\n");
        File.Copy(theirs.PathOf("iso.yaml"), box.PathOf("iso.yaml"));
        box.Write("iso.yaml", (await File.ReadAllTextAsync(box.PathOf("iso.yaml"))).Replace("    - app/system\n", "    - app/system\n    - app/extra\n"));
        box.Write(".luet.yaml", $"repositories:\n- name: theirs\n  type: disk\n  urls: [\"{theirs.Repository}\"]\n  enable: true\n");
        (await box.DotnetAsync("publish", "-p:target=Iso")).AssertSucceeded();
        string iso = Assert.Single(Directory.EnumerateFiles(box.PathOf("bin/Release"), "tiny.iso", SearchOption.AllDirectories));
        (await box.RunAsync("sh", "-c", $"xorriso -osirrox on -indev '{iso}' -extract /rootfs.squashfs root.squashfs && unsquashfs -l root.squashfs | grep /extra")).AssertSucceeded();
        Assert.Contains("\"package\":\"app/system\"", await File.ReadAllTextAsync(box.PathOf("cos.lock.json")), StringComparison.Ordinal);

        theirs.Write("packages/system/kernel", "another kernel\n");
        await theirs.BuildAsync();
        BuildResult drift = (await box.DotnetAsync("build", "-p:CosLockedMode=true")).AssertFailed();
        Assert.Contains("COS7727", drift.Codes);
        Assert.Contains(drift.Output, line => line.Contains("app/system: 1.0, built anew", StringComparison.Ordinal));
        await box.BuildAsync();
        (await box.DotnetAsync("build", "-p:CosLockedMode=true")).AssertSucceeded();

        Directory.Move(theirs.Repository, theirs.PathOf("away"));
        (await box.DotnetAsync("build")).AssertFailed().AssertReported("COS7003", ".luet.yaml", 2);
    }

    /// <summary>What is built here from another's tree is built with the values that it was built with there, and with the project's own over them.</summary>
    [Fact]
    public async Task Published_trees_are_built_upon_with_the_values_of_their_publisher()
    {
        using Sandbox theirs = await sdk.CreateSandboxAsync("theirs");
        theirs.WriteProject("<ItemGroup><CosValues Include=\"values.yaml\" /></ItemGroup>");
        theirs.Write("values.yaml", "os: {name: theirs, words: [a, b]}\nlevel: 1\n");
        theirs.WritePackage("base", TinyTree.OnSeed + "steps:\n- echo {{ .Values.os.name }} {{ join \"-\" .Values.os.words }} {{ .Values.level }} > /base\n");
        await theirs.BuildAsync();
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WriteProject($"<ItemGroup><CosRepository Include=\"{theirs.Repository}\" /><CosValues Include=\"values.yaml\" /></ItemGroup>");
        box.Write("values.yaml", "level: 2\n");
        box.WritePackage("top", "requires:\n- {name: base, category: app, version: \">=0\"}\nsteps:\n- cat /base > /top\n");
        await box.BuildAsync();
        Assert.Equal("theirs a-b 2\n", box.ReadArchive("top-app-1.0.package.tar.zst", "top"));
    }

    private static void WriteTheirs(Sandbox box, string content)
    {
        box.WritePackage("root", TinyTree.OnSeed + "steps:\n- echo root > /root.txt\nunpack: true\n");
        box.WritePackage("tool", TinyTree.OnSeed + $"steps:\n- mkdir -p /opt && echo {content} > /opt/tool\n", "requires:\n- {name: root, category: app, version: \">=0\"}\n");
    }

    private static void WriteConsumer(Sandbox box)
    {
        box.WritePackage("os", "requires_final_images: true\nrequires:\n- {name: tool, category: app, version: \">=1.0\"}\nenv:\n- PATH=/bin\nsteps:\n- cat /opt/tool /root.txt > /list\nunpack: true\n");
        box.WritePackage(
            "user",
            TinyTree.OnSeed + "copy:\n- package: {name: tool, category: app, version: \">=0\"}\n  source: /opt/tool\n  destination: /here\nsteps:\n- mkdir -p /opt && cp /here /opt/copied\n");
    }
}
