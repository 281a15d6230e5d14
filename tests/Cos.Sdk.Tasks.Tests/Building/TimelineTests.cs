using System.Text.Json;
using Cos.Sdk.Building;
using Cos.Sdk.Building.Timelines;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Tests.Planning;

namespace Cos.Sdk.Tests.Building;

public sealed class TimelineTests : IDisposable
{
    private readonly PlanTree _tree = new PlanTree().Add("a", "image: one", "steps: [echo a]");

    private readonly ManualClock _clock = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Read_EventsOfABuild_TellWhereTheTimeWent()
    {
        Timeline timeline = Record();
        Assert.Equal((10.0, 2), (timeline.Seconds, timeline.Nodes.Length));
        TimelineNode image = timeline.Nodes[0];
        Assert.Equal(("image.a-c-1.0", "image", 1.0, 2.0, 7.0, true), (image.Key, image.Kind, image.Ready, image.Start, image.End, image.Made));
        Assert.Equal((4.5, 1000L), (image.Engine, image.Size));
        Assert.Equal([new TimelineStep(1, "FROM one", 2, 1, true), new TimelineStep(2, "RUN echo a", 3, 4, false)], image.Steps);
        // What did not end ends with the build.
        Assert.Equal((7.0, 10.0, false), (timeline.Nodes[1].Start, timeline.Nodes[1].End, timeline.Nodes[1].Made));
    }

    [Fact]
    public void Write_Timeline_IsJsonAndAPageThatAsksForNothing()
    {
        Timeline timeline = Record();
        timeline = timeline with { Nodes = [.. timeline.Nodes.Select(node => node with { Reason = "<script>alert(1)</script> & more" })] };
        TimelineFile.Write(_tree.Root, "tiny <b>", timeline);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_tree.Root, "timeline.json")));
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
        Assert.Equal("RUN echo a", json.RootElement.GetProperty("nodes")[0].GetProperty("steps")[1].GetProperty("instruction").GetString());

        string page = File.ReadAllText(Path.Combine(_tree.Root, "timeline.html"));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.Contains("tiny &lt;b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("title=\"4.0 s · 2: RUN echo a\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MeasureAsync_RepositoryAndMedium_AreRowsOfTheTimelineAndNoHistory()
    {
        _clock.Seconds = 0;
        TimelineRecorder recorder = new(_clock);
        await recorder.MeasureAsync("repository", "os", () => { _clock.Seconds = 2; return Task.FromResult((0L, true)); });
        await recorder.MeasureAsync("repository", "unchanged", () => Task.FromResult((0L, false)));
        await recorder.MeasureAsync("medium", "os.iso", () => { _clock.Seconds = 5; return Task.FromResult((1000L, true)); });
        Timeline timeline = recorder.Read();
        Assert.Equal(
            [("repository.os", 0.0, 2.0, 0L, true), ("medium.os.iso", 2.0, 5.0, 1000L, true)],
            timeline.Nodes.Select(node => (node.Key, node.Start, node.End, node.Size, node.Made)));
        BuildHistory.Add(_tree.Root, timeline);
        Assert.Empty(BuildHistory.Read(_tree.Root));
        TimelineFile.Write(_tree.Root, "os", timeline);
        Assert.Contains("class=\"medium\"", File.ReadAllText(Path.Combine(_tree.Root, "timeline.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_History_KeepsWhatThisBuildDidNotMake()
    {
        BuildHistory.Add(_tree.Root, Record());
        Assert.Equal(new NodeHistory(5, 1000), Assert.Single(BuildHistory.Read(_tree.Root)).Value);
        BuildHistory.Add(_tree.Root, Record() with { Nodes = [] });
        Assert.Single(BuildHistory.Read(_tree.Root));
        _tree.With("history.json", "{");
        Assert.Empty(BuildHistory.Read(_tree.Root));
    }

    private Timeline Record()
    {
        BuildPlan plan = _tree.Plan("a");
        ImageNode image = _tree.Image(plan, "a");
        ArtifactNode artifact = _tree.Artifact(plan, "a");
        _clock.Seconds = 0;
        TimelineRecorder recorder = new(_clock);
        At(1, new BuildEvent.Ready(image));
        At(2, new BuildEvent.Started(image, "it was not built before"));
        At(3, new BuildEvent.StepFinished(image, 1, 2, "FROM one", TimeSpan.FromSeconds(1), Cached: true));
        At(7, new BuildEvent.StepFinished(image, 2, 2, "RUN echo a", TimeSpan.FromSeconds(4), Cached: false));
        At(7, new BuildEvent.Measured(image, TimeSpan.FromSeconds(4.5), TimeSpan.Zero, TimeSpan.Zero, 1000));
        At(7, new BuildEvent.Finished(image, TimeSpan.FromSeconds(5), NodeOutcome.Made, 1, 2));
        At(7, new BuildEvent.Started(artifact, "its image changed"));
        At(10, new BuildEvent.Reported(artifact, new Diagnostic("COS6010", DiagnosticSeverity.Warning, "said", null)));
        return recorder.Read();

        void At(double seconds, BuildEvent value)
        {
            _clock.Seconds = seconds;
            recorder.Report(value);
        }
    }

    private sealed class ManualClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds);
    }
}
