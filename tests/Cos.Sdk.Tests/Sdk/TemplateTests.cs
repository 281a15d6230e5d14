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
            ".vscode/settings.json", ".vscode/schemas/build.schema.json", ".vscode/schemas/iso.schema.json",
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
}
