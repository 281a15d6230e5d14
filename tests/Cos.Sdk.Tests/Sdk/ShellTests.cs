namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A look into the image before a failed step.</summary>
public sealed class ShellTests(PackedSdk sdk)
{
    [Fact]
    public async Task A_shell_sees_what_the_steps_before_the_failure_made()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- echo made > /made.txt\n- cat /never-made.txt\n");
        BuildResult failed = (await box.DotnetAsync("build")).AssertFailed();
        Assert.Contains(failed.Output, line => line.Contains("-t:CosShell", StringComparison.Ordinal));

        BuildResult shell = await box.RunAsync(
            "sh", "-c", $"echo 'cat /made.txt; pwd' | dotnet build {box.Project} -t:CosShell -nologo -tl:off");

        shell.AssertSucceeded();
        Assert.Contains("made", shell.Output);
        Assert.Contains("/luetbuild", shell.Output);

        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- echo made > /made.txt\n");
        await box.BuildAsync();
        (await box.DotnetAsync("build", "-t:CosShell")).AssertFailed().AssertReported("COS5320", box.Project, 0);
    }
}
