using Cos.Sdk.Golden;

namespace Cos.Sdk.Tests.Golden;

/// <summary>The runner passes what is as recorded, and notices what is not.</summary>
public sealed class GoldenRunTests : IDisposable
{
    private static readonly string Recorded = Repository.PathOf("tests/golden");

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-golden-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("chain")]
    [InlineData("values-two")]
    [InlineData("err-cycle")]
    [InlineData("err-yaml-types")]
    [InlineData("err-multiline-step")]
    public async Task OneScenario_IsOneCase(string scenario)
    {
        Assert.Equal("1 passed, 0 failed", (await RunAsync(Path.Combine(Recorded, scenario)))[^1]);
    }

    [Theory]
    [InlineData("expected.result.json", "c/mid", "c/other", "dependencies in order")]
    [InlineData("expected.result.json", "\"exit_code\": 0", "\"exit_code\": 1, \"x\": 0", null)]
    [InlineData("expected.dockerfiles/03-mid-c-1.0.dockerfile", "RUN ", "RUN : && ", "image of c/mid@1.0")]
    [InlineData("expected.dockerfiles/04-top-c-2.0-1-builder.dockerfile", "FROM golden/cache:<HASH4>", "FROM golden/cache:<HASH2>", "image of c/top@2.0+1")]
    [InlineData("expected.dockerfiles/00-base-c-1.0-builder.dockerfile", "FROM debian", "FROM other", "image of c/base@1.0")]
    [InlineData("command.txt", "c/top", "c/nope", "COS3001")]
    public async Task ADifferentScenario_FailsUnlessTheEngineWouldTell(string file, string old, string changed, string? difference)
    {
        string scenario = Copy("chain");
        Replace(Path.Combine(scenario, file), old, changed);
        string[] output = await RunAsync(_folder);
        Assert.Equal(difference is null ? "1 passed, 0 failed" : "0 passed, 1 failed", output[^1]);
        Assert.Contains(difference ?? "1 passed", string.Join('\n', output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnErrorThatWeDoNotSee_Fails()
    {
        string scenario = Copy("err-missing-dep");
        Replace(Path.Combine(scenario, "tree/p/build.yaml"), "requires:", "image: debian\nignored:");
        Assert.Equal("0 passed, 1 failed", (await RunAsync(_folder))[^1]);
    }

    [Theory]
    [InlineData("luet build --tree=tree --values values1.yaml,values2.yaml v/p", "1 passed, 0 failed")]
    [InlineData("luet build -t 'tree' --values values1.yaml \\\n  --values values2.yaml --all  # everything", "1 passed, 0 failed")]
    [InlineData("DEBUG=1 sudo luet build --debug --tree tree --full --values \"values1.yaml\" --values=values2.yaml && luet create-repo --tree tree", "1 passed, 0 failed")]
    [InlineData("luet build --tree tree --values values1.yaml v/p", "0 passed, 1 failed")]
    [InlineData("luet build --tree tree2 v/p", "0 passed, 1 failed")]
    public async Task CommandLines_AreReadAsAShellReadsThem(string command, string sum)
    {
        string scenario = Copy("values-two");
        File.WriteAllText(Path.Combine(scenario, "command.txt"), $"# What is tested.\n{command}\n");
        Assert.Equal(sum, (await RunAsync(_folder))[^1]);
    }

    [Fact]
    public async Task Rows_AreCountedAndQuirksApart()
    {
        Write("templates.jsonl",
            """{"name": "right", "template": "{{ .Values.n }}", "values": {"n": 3}, "output": "3"}""",
            """{"name": "wrong", "template": "{{ .Values.n }}", "values": {"n": 3}, "output": "4"}""",
            """{"name": "error", "template": "{{ .Values.n.x }}", "values": {"n": 3}, "error": true}""",
            """{"name": "none", "template": "{{ 1 }}", "values": {}, "error": true}""",
            """{"name": "merged", "template": "{{ .Values.a }}{{ .Values.b }}", "values": {"a": 1, "b": 1}, "values_files": [{"a": 2}, {"a": null, "b": 0}], "output": "20"}""",
            """{"name": "free", "template": "{{ 1 }}", "values": {}, "output": "2", "quirk": true}""");
        Write("more/versions.jsonl",
            """{"kind": "match", "selector": ">=1.0", "version": "1.1", "is_selector": true, "match": true}""",
            """{"kind": "match", "selector": ">=1.0", "version": "1.1", "is_selector": true, "match": false}""",
            """{"kind": "best", "versions": ["1.2", "1.10"], "best": "1.10"}""");
        string[] output = await RunAsync(_folder);
        Assert.Equal(["1 quirks, 0 of them as recorded", "5 passed, 3 failed"], output[^2..]);
        Assert.Equal(
            ["FAILED templates.jsonl:2 wrong", "FAILED templates.jsonl:4 none", "FAILED more/versions.jsonl:2 match"],
            output.Where(line => line.StartsWith("FAILED", StringComparison.Ordinal)));
        Assert.Contains("    recorded: \"4\"", output);
    }

    [Fact]
    public async Task ASolverFileWithAnotherVerdict_Fails()
    {
        string text = File.ReadAllText(Path.Combine(Recorded, "solver/case-000.json"));
        Write("solver/a.json", text);
        Write("solver/b.json", text.Replace("\"satisfiable\": true", "\"satisfiable\": false", StringComparison.Ordinal));
        Assert.Equal("1 passed, 1 failed", (await RunAsync(_folder))[^1]);
    }

    [Fact]
    public async Task AnEmptyFolder_IsNoSuccess()
    {
        StringWriter output = new();
        Assert.Equal(1, await new GoldenRun(output).RunAsync(Suite.Read(_folder), CancellationToken.None));
    }

    private static async Task<string[]> RunAsync(string folder)
    {
        StringWriter output = new() { NewLine = "\n" };
        await new GoldenRun(output).RunAsync(Suite.Read(folder), CancellationToken.None);
        return output.ToString().TrimEnd().Split('\n');
    }

    private string Copy(string scenario)
    {
        string source = Path.Combine(Recorded, scenario);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(_folder, scenario, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return Path.Combine(_folder, scenario);
    }

    private static void Replace(string file, string old, string changed)
    {
        string text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, changed, StringComparison.Ordinal));
    }

    private void Write(string relative, params string[] lines)
    {
        string file = Path.Combine(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, lines);
    }
}
