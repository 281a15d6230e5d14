namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>The verbs of dotnet on a project of the packed SDK.</summary>
public sealed class VerbTests(PackedSdk sdk)
{
    private const string NoEngine = "-p:CosEngineEndpoint=unix:///nonexistent";

    [Fact]
    public async Task A_project_is_restored_built_rebuilt_and_cleaned()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);

        (await box.DotnetAsync("restore", new Dictionary<string, string?> { ["DOCKER_HOST"] = "unix:///nonexistent" })).AssertSucceeded();

        BuildResult first = await box.BuildAsync();
        Assert.Equal(
            ["archive of app/a@1.0", "archive of app/b@1.0", "archive of app/c@1.0", "image of app/a@1.0", "image of app/b@1.0", "image of app/c@1.0"],
            first.MadeNodes);
        Assert.Empty(first.Codes);
        SortedDictionary<string, string> made = box.Digests("bin/Debug/repository");
        Assert.Contains("repository.yaml", made.Keys);

        (await box.DotnetAsync("build", "-t:Rebuild")).AssertSucceeded();
        Assert.Equal(made, box.Digests("bin/Debug/repository"));

        (await box.DotnetAsync("clean")).AssertSucceeded();
        Assert.Empty(Directory.EnumerateFiles(box.PathOf("bin"), "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(box.PathOf("obj/Debug/cos")));
    }

    [Fact]
    public async Task A_build_without_changes_needs_no_engine_and_touches_no_file()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        await box.BuildAsync();
        Dictionary<string, DateTime> before = Times(box);

        BuildResult second = await box.BuildAsync(NoEngine);

        Assert.Empty(second.Made);
        Assert.Equal(before, Times(box));
    }

    [Fact]
    public async Task Both_ways_to_name_the_SDK_and_a_path_with_blanks_and_letters_of_any_script_work()
    {
        using Sandbox box = await sdk.CreateSandboxAsync("größe", "mein Gerät [1] 日本");
        box.Write(box.Project, $"""
            <Project>
              <Sdk Name="Cos.Sdk" Version="{sdk.Version}" />
              <PropertyGroup><CosImageRepository>{box.ImageRepository}</CosImageRepository></PropertyGroup>
              <ItemGroup><CosSeedImage Include="cos.local/test:busybox" Tarball="{sdk.Seed}" /></ItemGroup>
            </Project>
            """);
        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- mkdir -p /opt && cp 'ein Wort.txt' /opt/a.txt\n");
        box.Write("packages/a/ein Wort.txt", "ü\n");

        await box.BuildAsync();

        Assert.Equal("ü\n", box.ReadArchive("a-app-1.0.package.tar.zst", "opt/a.txt"));
        Assert.Empty((await box.BuildAsync(NoEngine)).Made);
    }

    [Fact]
    public async Task A_solution_builds_it_and_designers_look_at_it_without_an_engine()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        (await box.RunAsync("dotnet", "new", "sln", "--name", "all", "--format", "sln")).AssertSucceeded();
        (await box.RunAsync("dotnet", "sln", "all.sln", "add", box.Project)).AssertSucceeded();

        (await box.DotnetAsync("restore")).AssertSucceeded();
        BuildResult design = await box.DotnetAsync(
            "msbuild", NoEngine, "-p:DesignTimeBuild=true", "-p:BuildingProject=false", "-p:BuildingInsideVisualStudio=true", "-p:SkipCompilerExecution=true",
            "-t:ResolveAssemblyReferences;ResolveProjectReferences;GetTargetPath;CompileDesignTime;Build");
        design.AssertSucceeded();
        Assert.False(Directory.Exists(box.Plans));

        (await box.RunAsync(["dotnet", "build", "all.sln", .. box.MsBuildArguments()])).AssertSucceeded();
        Assert.True(File.Exists(Path.Combine(box.Repository, "repository.yaml")));
    }

    [Fact]
    public async Task Designers_find_pages_and_inputs_without_work()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        (await box.DotnetAsync("restore")).AssertSucceeded();
        BuildResult asked = await box.DotnetAsync(
            "msbuild", NoEngine, "-p:DesignTimeBuild=true", "-p:BuildingInsideVisualStudio=true", "-t:_CosCollectUpToDateInputs;_CosCollectUpToDateOutputs",
            "-getItem:PropertyPageSchema,UpToDateCheckInput,UpToDateCheckOutput,ProjectCapability");
        System.Text.Json.JsonElement items = System.Text.Json.JsonDocument.Parse(string.Join('\n', asked.AssertSucceeded().Output)).RootElement.GetProperty("Items");
        string[] pages = [.. PathsOf("PropertyPageSchema").Where(path => path.Contains("/targets/Rules/", StringComparison.Ordinal) && path.Contains("cos.sdk", StringComparison.Ordinal))];
        Assert.Contains(pages, path => path.EndsWith("Rules/Project.xaml", StringComparison.Ordinal));
        Assert.All(pages, path => Assert.True(File.Exists(path), path));
        Assert.Contains(box.PathOf("packages/a/build.yaml"), PathsOf("UpToDateCheckInput"));
        Assert.Single(PathsOf("UpToDateCheckOutput"));
        Assert.Contains("Cos", items.GetProperty("ProjectCapability").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()));
        Assert.False(Directory.Exists(box.Plans));

        string[] PathsOf(string type) => [.. items.GetProperty(type).EnumerateArray().Select(item => item.GetProperty("FullPath").GetString()!)];
    }

    [Fact]
    public async Task Publish_makes_the_ISO_with_its_checksum_and_refuses_other_media()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteBootable(box);
        box.WritePackage("boot", TinyTree.OnSeed + "steps:\n- mkdir -p /boot/syslinux && cp isolinux.bin isohdpfx.bin isolinux.cfg /boot/syslinux/\nincludes:\n- ^/boot/syslinux/\n");
        box.Write("packages/boot/isolinux.cfg", "append root=live:CDLABEL=OTHER\n");

        Assert.Contains("COS8015", (await box.DotnetAsync("publish", "-p:target=Iso")).AssertSucceeded().Codes);
        Assert.Contains("\"medium.tiny.iso\"", File.ReadAllText(box.PathOf("obj/Release/cos/timeline.json")), StringComparison.Ordinal);

        // A medium that stays as it is: nothing is made, and what there was to say is said again.
        const string expect = "-p:CosExpectUpToDate=true";
        Assert.Contains("COS8015", (await box.DotnetAsync("publish", "-p:target=Iso", expect)).AssertSucceeded().Codes);
        BuildResult other = (await box.DotnetAsync("publish", "-p:target=Iso", expect, "-p:CosSquashfsCompression=gzip")).AssertFailed();
        Assert.Equal(["COS0150"], other.Codes.Where(code => code != "COS8015"));
        Assert.Contains(other.Output, line => line.Contains("tiny.iso: what it is made from changed", StringComparison.Ordinal));

        string publish = Path.GetDirectoryName(Assert.Single(Directory.EnumerateFiles(box.PathOf("bin/Release"), "tiny.iso", SearchOption.AllDirectories)))!;
        (await box.RunAsync("sh", "-c", $"cd '{publish}' && sha256sum -c tiny.iso.sha256")).AssertSucceeded();
        (await box.RunAsync("xorriso", "-indev", Path.Combine(publish, "tiny.iso"), "-find", "/rootfs.squashfs")).AssertSucceeded();

        BuildResult bogus = (await box.DotnetAsync("publish", "-p:target=Bogus")).AssertFailed();
        bogus.AssertReported("COS0008", box.Project, 0);
    }

    private static Dictionary<string, DateTime> Times(Sandbox box) =>
        Directory.EnumerateFiles(box.Plans, "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(box.Repository, "*", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith("hash.cache", StringComparison.Ordinal))
            .ToDictionary(file => file, File.GetLastWriteTimeUtc);
}
