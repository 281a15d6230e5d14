namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Media on a machine without the programs that make them.</summary>
public sealed class ToolsImageTests(PackedSdk sdk)
{
    [Fact]
    public async Task Programs_that_the_machine_lacks_run_in_containers_and_make_the_same_bytes()
    {
        await DebianBase.EnsureAsync();
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteBootable(box);
        (await box.DotnetAsync("publish")).AssertSucceeded();
        SortedDictionary<string, string> before = box.Digests("bin/Release/publish");
        Assert.Contains(before.Keys, file => file.EndsWith(".iso", StringComparison.Ordinal));
        string plan = await File.ReadAllTextAsync(box.PathOf("obj/Release/cos/plan/media/iso.json"));

        // Nothing but dotnet and a shell is on the path.
        string programs = box.PathOf("programs");
        Directory.CreateDirectory(programs);
        foreach (string program in new[] { "dotnet", "sh" })
        {
            File.CreateSymbolicLink(Path.Combine(programs, program), Find(program));
        }
        Dictionary<string, string?> bare = new(StringComparer.Ordinal) { ["PATH"] = programs };
        BuildResult same = (await box.DotnetAsync("publish", bare, $"-p:CosToolsBaseImage={DebianBase.Image}")).AssertSucceeded();
        Assert.DoesNotContain(same.Output, line => line.Contains(".iso is made", StringComparison.Ordinal));

        Directory.Delete(box.PathOf("bin/Release/publish"), recursive: true);
        BuildResult made = (await box.DotnetAsync("publish", bare, $"-p:CosToolsBaseImage={DebianBase.Image}")).AssertSucceeded();

        Assert.Empty(made.Codes);
        Assert.Equal(before, box.Digests("bin/Release/publish"));
        Assert.Equal(plan, await File.ReadAllTextAsync(box.PathOf("obj/Release/cos/plan/media/iso.json")));
        Assert.Contains("\"xorriso 1.", plan, StringComparison.Ordinal);
        string[] log = await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(box.PathOf("obj/Release/cos/logs"), "*.iso.log")));
        Assert.Contains(log, line => line.StartsWith("$ cos.local/tools:", StringComparison.Ordinal));

        // What the image has is remembered: with nothing to do no engine is asked.
        (await box.DotnetAsync("publish", bare, $"-p:CosToolsBaseImage={DebianBase.Image}", "-p:CosEngineEndpoint=unix:///nonexistent")).AssertSucceeded();
        BuildResult none = (await box.DotnetAsync("publish", bare, "-p:CosToolsBaseImage=127.0.0.1:1/none")).AssertFailed();
        Assert.Equal(["COS8001", "COS8450"], none.Codes);
        Assert.Equal(["COS8001"], (await box.DotnetAsync("publish", bare, "-p:CosUseToolsImage=false")).AssertFailed().Codes);
    }

    private static string Find(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);
}
