using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class BuildOutputReaderTests
{
    [Fact]
    public async Task Read_DockersOutput_TellsStepsTextAndImage()
    {
        List<BuildOutput> output = await ReadAsync(
            """
            {"stream":"Step 1/3 : FROM base:1"}
            {"stream":"\n"}
            {"stream":" ---\u003e c97a804a19c0\n"}
            {"stream":"Step 2/3 : RUN echo hi; echo err \u003e\u00262"}
            {"stream":"\n"}
            {"stream":" ---\u003e Running in 257917c9da15\n"}
            {"stream":"hi\n"}
            {"stream":"\u001b[91merr\n\u001b[0m"}
            {"stream":"Step 3/3 : RUN true"}
            {"stream":"\n"}
            {"stream":" ---\u003e Using cache\n"}
            {"aux":{"ID":"sha256:6897f3cf"}}
            {"stream":"Successfully built 6897f3cfc9be\n"}
            """);

        Assert.Equal(
            [(1, "FROM base:1"), (2, "RUN echo hi; echo err >&2"), (3, "RUN true")],
            output.Where(item => item.Kind == BuildOutputKind.Step).Select(item => (item.Step, item.Instruction)));
        Assert.Contains(output, item => item is { Kind: BuildOutputKind.Text, Text: "hi\n", Step: 2, StepCount: 3 });
        Assert.Contains(output, item => item is { Kind: BuildOutputKind.Text, Text: "err\n" });
        Assert.Contains(output, item => item is { Kind: BuildOutputKind.Cached, Step: 3 });
        Assert.Contains(output, item => item is { Kind: BuildOutputKind.Image, Text: "sha256:6897f3cf" });
    }

    [Fact]
    public async Task Read_DockersError_GivesCodeAndStep()
    {
        List<BuildOutput> output = await ReadAsync(
            """
            {"stream":"Step 1/1 : RUN false"}
            {"errorDetail":{"code":127,"message":"The command '/bin/sh -c false' returned a non-zero code: 127"},"error":"The command"}
            """);
        Assert.Equal(
            new BuildOutput(BuildOutputKind.Error, "The command '/bin/sh -c false' returned a non-zero code: 127")
            {
                Step = 1, StepCount = 1, Instruction = "RUN false", ExitCode = 127,
            },
            output[^1]);
    }

    [Fact]
    public async Task Read_PodmansOutput_IsUnderstoodToo()
    {
        List<BuildOutput> output = await ReadAsync(
            """
            {"stream":"STEP 1/2: FROM localhost/base:1\n"}
            {"stream":"STEP 2/2: RUN echo x \u0026\u0026 exit 3\n"}
            {"stream":"x\n"}
            {"error":"building at STEP \"RUN echo x \u0026\u0026 exit 3\": while running runtime: exit status 3\n"}
            """);
        Assert.Equal(["FROM localhost/base:1", "RUN echo x && exit 3"], Instructions(output));
        Assert.Equal((BuildOutputKind.Error, 3, 2), (output[^1].Kind, output[^1].ExitCode, output[^1].Step));
    }

    [Fact]
    public async Task Read_PodmansStages_AreCountedOn()
    {
        List<BuildOutput> output = await ReadAsync(
            """
            {"stream":"[1/2] STEP 1/2: FROM a AS one\n"}
            {"stream":"[1/2] STEP 2/2: RUN true\n"}
            {"stream":"[2/2] STEP 1/2: FROM b\n"}
            {"stream":"[2/2] STEP 2/2: COPY --from=one / /\n"}
            """);
        Assert.Equal([(1, 2), (2, 2), (3, 4), (4, 4)], output.Select(item => (item.Step, item.StepCount)));
    }

    [Fact]
    public async Task Read_StepThatPrintsLikeABuilder_DoesNotConfuse()
    {
        List<BuildOutput> output = await ReadAsync(
            """
            {"stream":"Step 1/3 : FROM base"}
            {"stream":"Step 2/3 : RUN docker build ."}
            {"stream":"Step 1/9 : FROM inner\n"}
            {"stream":"Step 3/9 : RUN inner\n"}
            {"stream":"Step 3/3 : RUN true"}
            """);
        Assert.Equal(["FROM base", "RUN docker build .", "RUN true"], Instructions(output));
    }

    [Fact]
    public async Task Read_Transfers_AreNotText()
    {
        List<BuildOutput> output = await ReadAsync("""{"status":"Downloading","progressDetail":{"current":1},"id":"4f4fb700ef54"}""");
        Assert.Equal(new BuildOutput(BuildOutputKind.Transfer, "4f4fb700ef54: Downloading"), Assert.Single(output));
    }

    [Theory]
    [InlineData("<html>proxy</html>")]
    [InlineData("{\"stream\":")]
    public async Task Read_AnythingElse_IsRefusedByCode(string text) =>
        Assert.Equal("COS5023", (await Assert.ThrowsAsync<CosException>(() => ReadAsync(text))).Diagnostics[0].Code);

    [Fact]
    public async Task Read_EndlessMessage_IsRefusedByCode() =>
        Assert.Equal("COS5023", (await Assert.ThrowsAsync<CosException>(() => ReadAsync(new string(' ', 5 << 20)))).Diagnostics[0].Code);

    private static IEnumerable<string> Instructions(List<BuildOutput> output) =>
        output.Where(item => item.Kind == BuildOutputKind.Step).Select(item => item.Instruction);

    private static async Task<List<BuildOutput>> ReadAsync(string text)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));
        List<BuildOutput> output = [];
        await foreach (BuildOutput item in new BuildOutputReader().ReadAsync(stream, CancellationToken.None))
        {
            output.Add(item);
        }
        return output;
    }
}
