namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>The template of the packed templates, from installation to a planned build.</summary>
public sealed class TemplateTests(PackedSdk sdk)
{
    private const string TinySeeds =
        "<Project><ItemGroup Condition=\"'$(UsingCosSdk)' == 'true'\"><CosSeedImage Remove=\"@(CosSeedImage)\" />"
        + "<CosSeedImage Include=\"cos.local/debian:bookworm-cos;cos.local/debian:bookworm-boot\" Tarball=\"{0}\" /></ItemGroup></Project>\n";

    [Fact]
    public async Task A_new_derivative_has_its_files_and_is_planned()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        await sdk.PackTreeAsync();
        File.Delete(box.PathOf(box.Project));
        Dictionary<string, string?> environment = box.EnvironmentWith(new Dictionary<string, string?> { ["DOTNET_CLI_HOME"] = box.PathOf("home") });
        (await DotnetProcess.RunAsync(box.Folder, environment, "dotnet", "new", "install", sdk.Templates)).AssertSucceeded();
        (await DotnetProcess.RunAsync(box.Folder, environment, "dotnet", "new", "cos-derivative", "-n", "myOS")).AssertSucceeded();

        (await DotnetProcess.RunAsync(box.PathOf("myOS"), environment, "dotnet", "new", "cos-package", "-n", "clock", "--category", "tools", "--packageVersion", "2.0")).AssertSucceeded();
        (await DotnetProcess.RunAsync(
            box.Folder, environment, "dotnet", "new", "cos-boottest", "-n", "myTests", "--derivative", "../myOS/myOS.cosproj", "--skipRestore")).AssertSucceeded();
        Assert.Contains("category: tools\nversion: \"2.0\"", await File.ReadAllTextAsync(box.PathOf("myOS/packages/clock/definition.yaml")), StringComparison.Ordinal);
        string tests = await File.ReadAllTextAsync(box.PathOf("myTests/myTests.csproj"));
        Assert.Contains("<ProjectReference Include=\"../myOS/myOS.cosproj\" />", tests, StringComparison.Ordinal);
        Assert.Contains($"Cos.Sdk.Testing\" Version=\"{sdk.Version}\"", tests, StringComparison.Ordinal);

        foreach (string file in new[]
        {
            "Properties/launchSettings.json", "Properties/PublishProfiles/Iso.pubxml", "packages/clock/build.yaml", "packages/clock/files/etc/clock.conf",
            "myOS.cosproj", "values.yaml", "iso.yaml", "README.md", ".gitignore", ".github/workflows/build.yaml", "packages/myOS/definition.yaml",
            "packages/myOS/build.yaml", "oem/90_myOS.yaml",
            ".vscode/settings.json", ".vscode/schemas/build.schema.json", ".vscode/schemas/cloud-config.schema.json", ".vscode/schemas/iso.schema.json",
        })
        {
            Assert.True(File.Exists(box.PathOf($"myOS/{file}")), $"The template has no {file}");
        }
        Assert.Contains($"Cos.Sdk/{sdk.Version}", await File.ReadAllTextAsync(box.PathOf("myOS/myOS.cosproj")), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(box.PathOf("myOS"), "*", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains("cosos", StringComparison.OrdinalIgnoreCase));

        bool soaks = Environment.GetEnvironmentVariable("COS_SOAK") == "1";
        if (!soaks)
        {
            // Debian's seeds take minutes; trees, templates and project file are proven with others of the same name.
            box.Write("Directory.Build.targets", string.Format(System.Globalization.CultureInfo.InvariantCulture, TinySeeds, sdk.Seed));
        }
        string[] steps = ShellStepsOf(await File.ReadAllTextAsync(box.PathOf("myOS/.github/workflows/build.yaml")));
        Assert.Contains(steps, step => step.Contains("dotnet publish -p:target=Iso", StringComparison.Ordinal));
        foreach (string step in steps)
        {
            // The workflow as it is on a build server, which has sudo; the short form only asks the shell whether it understands the steps.
            string script = box.PathOf("step.sh");
            await File.WriteAllTextAsync(script, "sudo() { \"$@\"; }\n" + step);
            (await DotnetProcess.RunAsync(box.PathOf("myOS"), environment, soaks ? ["bash", "-e", script] : ["bash", "-n", script])).AssertSucceeded();
        }
        Assert.Equal(soaks, Directory.Exists(box.PathOf("myOS/bin/Release/publish")) && Directory.GetFiles(box.PathOf("myOS/bin/Release/publish"), "*.iso").Length == 1);
        BuildResult built = await DotnetProcess.RunAsync(
            box.PathOf("myOS"), environment, ["dotnet", soaks ? "publish" : "build", .. box.MsBuildArguments(), .. soaks ? [] : new[] { "-t:CosGenerateDockerfiles" }]);
        built.AssertSucceeded();
        Assert.Empty(built.Codes);
        string configuration = soaks ? "Release" : "Debug";
        Assert.True(File.Exists(box.PathOf($"myOS/obj/{configuration}/cos/plan/artifact.myOS-system-0.1.0.json")));
        string dockerfile = await File.ReadAllTextAsync(box.PathOf($"myOS/obj/{configuration}/cos/dockerfiles/image.myOS-system-0.1.0.Dockerfile"));
        Assert.Contains("NAME=\"myOS\"", dockerfile, StringComparison.Ordinal);
        // The base tree came as a package, and the settings of the project file are the last steps.
        Assert.True(File.Exists(box.PathOf($"myOS/obj/{configuration}/cos/plan/artifact.cos-system-1.0.0.json")));
        Assert.Contains("UPGRADE_IMAGE=system/myOS", dockerfile, StringComparison.Ordinal);
        Assert.Contains("/system/oem/90_myOS.yaml", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_is_packed_and_a_derivative_may_begin_with_an_image()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        File.Delete(box.PathOf(box.Project));
        Dictionary<string, string?> environment = box.EnvironmentWith(new Dictionary<string, string?> { ["DOTNET_CLI_HOME"] = box.PathOf("home") });
        (await DotnetProcess.RunAsync(box.Folder, environment, "dotnet", "new", "install", sdk.Templates)).AssertSucceeded();
        (await DotnetProcess.RunAsync(box.Folder, environment, "dotnet", "new", "cos-tree", "-n", "Acme.Tools")).AssertSucceeded();
        BuildResult packed = await DotnetProcess.RunAsync(box.PathOf("Acme.Tools"), environment, "dotnet", "pack", "-tl:off", "-nologo", "-o", box.PathOf("feed"));
        Assert.Empty(packed.AssertSucceeded().Codes);
        using (System.IO.Compression.ZipArchive package = await System.IO.Compression.ZipFile.OpenReadAsync(box.PathOf("feed/Acme.Tools.0.1.0.nupkg")))
        {
            Assert.Contains(package.Entries, entry => entry.FullName == "trees/packages/hello/build.yaml");
            using StreamReader props = new(package.GetEntry("build/Acme.Tools.props")!.Open());
            Assert.Contains("cos.local/debian:bookworm-acme.tools", await props.ReadToEndAsync(), StringComparison.Ordinal);
        }

        (await DotnetProcess.RunAsync(
            box.Folder, environment, "dotnet", "new", "cos-derivative", "-n", "onImage", "--base", "image", "--image", "registry.example/os/base:12", "--skipRestore")).AssertSucceeded();
        string build = await File.ReadAllTextAsync(box.PathOf("onImage/packages/onImage/build.yaml"));
        Assert.Contains("image: registry.example/os/base:12\n", build, StringComparison.Ordinal);
        Assert.DoesNotContain("requires", build, StringComparison.Ordinal);
        (await DotnetProcess.RunAsync(
            box.Folder, environment, "dotnet", "new", "cos-derivative", "-n", "onTree", "--base", "tree", "--tree", "Acme.Tree", "--treeVersion", "2.1.0", "--skipRestore")).AssertSucceeded();
        Assert.Contains("Include=\"Acme.Tree\" Version=\"2.1.0\"", await File.ReadAllTextAsync(box.PathOf("onTree/onTree.cosproj")), StringComparison.Ordinal);
        foreach (string file in new[] { "onImage/onImage.cosproj", "onImage/packages/onImage/build.yaml", "onTree/onTree.cosproj", "onTree/packages/onTree/build.yaml" })
        {
            string text = await File.ReadAllTextAsync(box.PathOf(file));
            Assert.DoesNotContain("#if", text, StringComparison.Ordinal);
            Assert.DoesNotContain("#endif", text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("Cos.Tree", await File.ReadAllTextAsync(box.PathOf("onTree/onTree.cosproj")), StringComparison.Ordinal);
    }

    /// <summary>The scripts of a workflow: what follows <c>run:</c>, on its line or indented below it.</summary>
    private static string[] ShellStepsOf(string workflow)
    {
        List<string> steps = [];
        string[] lines = workflow.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int at = lines[i].IndexOf("run: ", StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }
            string text = lines[i][(at + 5)..];
            steps.Add(text != "|" ? text + "\n" : string.Concat(lines.Skip(i + 1).TakeWhile(line => line.StartsWith(new string(' ', at + 2), StringComparison.Ordinal)).Select(line => line.Trim() + "\n")));
        }
        return [.. steps];
    }
}
