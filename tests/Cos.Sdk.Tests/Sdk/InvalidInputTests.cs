namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Input that cannot be built is answered with a code at its place.</summary>
public sealed class InvalidInputTests(PackedSdk sdk)
{
    private const string Steps = "steps:\n- mkdir -p /opt && touch /opt/x\n";

    [Fact]
    public async Task Faults_of_a_tree_are_reported_together_each_at_its_line()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WriteProject("<ItemGroup><CosValues Include=\"values.yaml\" /></ItemGroup>");
        box.WritePackage("fine", TinyTree.OnSeed + Steps);
        Assert.Contains("COS1055", (await box.DotnetAsync("build")).AssertFailed().Codes);

        box.WriteProject("");
        box.WritePackage("nameless", TinyTree.OnSeed + Steps);
        box.Write("packages/nameless/definition.yaml", "category: app\nversion: \"1.0\"\n");
        box.WritePackage("timeless", TinyTree.OnSeed + Steps);
        box.Write("packages/timeless/definition.yaml", "name: timeless\ncategory: app\n");
        BuildResult definitions = (await box.DotnetAsync("build")).AssertFailed();
        definitions.AssertReported("COS1035", "packages/nameless/definition.yaml", 1);
        definitions.AssertReported("COS1035", "packages/timeless/definition.yaml", 1);

        box.Delete("packages");
        box.WritePackage("yaml", "image: \"never closed\nsteps: [\n");
        box.WritePackage("type", TinyTree.OnSeed + "steps: {a: b}\n");
        box.WritePackage("nothing", Steps);
        box.WritePackage("template", TinyTree.OnSeed + "steps:\n- echo {{ nofunction }}\n");

        BuildResult result = (await box.DotnetAsync("build")).AssertFailed();

        result.AssertReported("COS1001", "packages/yaml/build.yaml", 1);
        result.AssertReported("COS1037", "packages/type/build.yaml", 4);
        result.AssertReported("COS2019", "packages/template/build.yaml", 5);
        result.AssertReported("COS1047", "packages/nothing/build.yaml", 2);
    }

    [Fact]
    public async Task Requirements_that_cannot_be_met_are_reported_at_their_line()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("a", "requires:\n- {name: missing, category: app, version: \">=0\"}\n" + Steps);
        (await box.DotnetAsync("build")).AssertFailed().AssertReported("COS3001", "packages/a/build.yaml", 2);

        box.WritePackage("a", "requires:\n- {name: b, category: app, version: \">=0\"}\n" + Steps);
        box.WritePackage("b", "requires:\n- {name: a, category: app, version: \">=0\"}\n" + Steps);
        (await box.DotnetAsync("build")).AssertFailed().AssertReported("COS3004", "packages/a/build.yaml", 2);
    }

    [Fact]
    public async Task A_failing_step_is_reported_at_its_own_line_with_its_last_output()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- mkdir -p /opt\n- echo this is what I say && exit 7\n");
        BuildResult failed = (await box.DotnetAsync("build")).AssertFailed();
        Assert.Contains(" 7", failed.AssertReported("COS5010", "packages/a/build.yaml", 6).Message, StringComparison.Ordinal);
        Assert.Contains(failed.Output, line => line.Contains("this is what I say", StringComparison.Ordinal) && !line.Contains("echo", StringComparison.Ordinal));

        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- \"echo 'libsemanage.semanage_commit_sandbox: Error while renaming: Invalid cross-device link. semodule: Failed!' && exit 1\"\n");
        (await box.DotnetAsync("build")).AssertFailed().AssertReported("COS5012", "packages/a/build.yaml", 5);

        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- echo 'failed to export image; failed to create image; failed to get layer; layer does not exist' && exit 1\n");
        (await box.DotnetAsync("build")).AssertFailed().AssertReported("COS5013", "packages/a/build.yaml", 5);

        (await box.DotnetAsync("build", "-p:CosEngineEndpoint=unix:///nonexistent")).AssertFailed().AssertReported("COS5002", box.Project, 0);
    }
}
