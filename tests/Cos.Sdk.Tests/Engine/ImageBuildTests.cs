using Cos.Sdk.Engine;

namespace Cos.Sdk.IntegrationTests.Engine;

public sealed class ImageBuildTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Build_StreamedContext_MakesTheTagAndReportsEachStep()
    {
        string tag = fixture.Tag("built");
        List<BuildOutput> output = [];
        string id = await fixture.Engine.BuildImageAsync(
            fixture.Request(tag, "FROM {base}\nCOPY hello.txt /hello.txt\nRUN cat /hello.txt\n", ("hello.txt", "good morning\n")),
            new Recorder(output),
            Token);

        IReadOnlyDictionary<string, string> images = await fixture.Engine.ListImagesAsync(Token);
        Assert.Equal(id, images[tag]);
        Assert.Equal(
            [(1, $"FROM {fixture.BaseImage}"), (2, "COPY hello.txt /hello.txt"), (3, "RUN cat /hello.txt")],
            output.Where(item => item.Kind == BuildOutputKind.Step).Select(item => (item.Step, item.Instruction)));
        Assert.Contains(output, item => item.Kind == BuildOutputKind.Text && item.Step == 3 && item.Text.Contains("good morning", StringComparison.Ordinal));
        Assert.All(output, item => Assert.True(item.Step is 0 || item.StepCount == 3));
    }

    [Fact]
    public async Task Build_FailingStep_SaysWhichWithItsLastOutput()
    {
        ImageBuildException exception = await Assert.ThrowsAsync<ImageBuildException>(() => fixture.BuildAsync(
            fixture.Tag("failing"), "FROM {base}\nRUN true\nRUN seq 1 100; echo broken >&2; exit 7\n", Token));

        Assert.Equal(3, exception.Failure.Step);
        Assert.Equal(7, exception.Failure.ExitCode);
        Assert.Equal("RUN seq 1 100; echo broken >&2; exit 7", exception.Failure.Instruction);
        Assert.Equal(BuildOutputTail.Capacity, exception.Failure.LastLines.Count);
        Assert.Contains("broken", exception.Failure.LastLines);
        Assert.Null(await fixture.Engine.InspectImageAsync(fixture.Tag("failing"), Token));
        Assert.Equal("COS5010", KnownFailures.Explain(exception.Failure, exception.Engine, null).Code);
    }

    private sealed class Recorder(List<BuildOutput> output) : IProgress<BuildOutput>
    {
        public void Report(BuildOutput value) => output.Add(value);
    }
}
