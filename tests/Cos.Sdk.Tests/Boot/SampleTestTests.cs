using Cos.Sdk.IntegrationTests.Sdk;

namespace Cos.Sdk.IntegrationTests.Boot;

/// <summary>The sample's own boot tests: they pass, see a change of the C# program, and fail when it is broken.</summary>
[Collection(BootCollection.Name)]
public sealed class SampleTestTests(PackedSdk sdk)
{
    private const string Expected = "A change in one line reaches the machine";

    [Fact]
    public async Task Boot_tests_pass_see_a_change_of_the_program_and_fail_when_it_is_broken()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("COS_SOAK") == "1", "Long: set COS_SOAK=1.");
        using Sandbox box = await sdk.CreateSandboxAsync();
        string repository = PackedSdk.FindRepository();
        (await box.RunAsync("sh", "-c", $"cd '{repository}/samples' && tar --exclude=bin --exclude=obj -cf - . | tar -xf - -C '{box.Folder}'")).AssertSucceeded();
        box.Write("nuget.config", (await File.ReadAllTextAsync(box.PathOf("nuget.config"))).Replace("../artifacts", repository + "/artifacts", StringComparison.Ordinal));
        string project = "sampleOS/sampleOS.cosproj";
        box.Write(project, (await File.ReadAllTextAsync(box.PathOf(project))).Replace("../../artifacts", repository + "/artifacts", StringComparison.Ordinal));
        // What test.sh has packed and built before; its seeds are in the user's cache.
        Dictionary<string, string?> environment = box.EnvironmentWith(new Dictionary<string, string?> { ["NUGET_PACKAGES"] = repository + "/artifacts/nuget", ["COS_CACHE"] = null });

        BuildResult green = await TestAsync();
        Assert.Empty(green.AssertSucceeded().Codes);
        string results = await File.ReadAllTextAsync(box.PathOf("sampleOS/TestResults/sampleOS.trx"));
        Assert.Contains("failed=\"0\"", results, StringComparison.Ordinal);

        // Another answer of the program, and a test that waits for it: nothing but the program's own package is made.
        string program = await File.ReadAllTextAsync(box.PathOf("fortuneteller/Program.cs"));
        box.Write("fortuneteller/Program.cs", program.Replace("\"fine\\n\"", $"\"{Expected}\\n\"", StringComparison.Ordinal));
        box.Write("Directory.Build.targets", $"""
            <Project><ItemGroup Condition="'$(UsingCosSdk)' == 'true'"><CosTest Include="The change is in" Url="http://localhost:8091/healthz" Expect="^{Expected}" /></ItemGroup></Project>
            """);
        BuildResult changed = (await TestAsync()).AssertSucceeded();
        Assert.All(changed.MadeNodes.Where(node => node.StartsWith("image", StringComparison.Ordinal)), node => Assert.Contains("fortuneteller", node, StringComparison.Ordinal));

        box.Write("fortuneteller/Program.cs", "throw new InvalidOperationException(\"broken\");\n");
        BuildResult broken = (await TestAsync()).AssertFailed();
        Assert.Equal(["COS9100"], broken.Codes.Where(code => code.StartsWith("COS", StringComparison.Ordinal)));
        Assert.Contains(broken.Diagnostics, diagnostic => diagnostic.Message.Contains("ASP.NET Core", StringComparison.Ordinal));
        Assert.Contains(broken.Diagnostics, diagnostic => diagnostic.Message.Contains("The change is in", StringComparison.Ordinal));

        Task<BuildResult> TestAsync() => DotnetProcess.RunAsync(box.Folder, environment, ["dotnet", "build", project, "-t:CosBootTest", .. box.MsBuildArguments()]);
    }
}
