using System.Collections.Concurrent;
using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Building;

public sealed class GraphSchedulerTests
{
    [Fact]
    public async Task RunAsync_Graph_RunsDependenciesFirstAndTheLongestWayFirst()
    {
        List<string> order = [];
        await ScheduleAsync([Node("short"), Node("top", "mid"), Node("mid", "low"), Node("low", "outside")], 1, Note, CancellationToken.None);
        Assert.Equal(["low", "mid", "short", "top"], order);

        Task Note(PlanNode node, CancellationToken token)
        {
            order.Add(node.Key);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task RunAsync_Weights_DecideWhichWayIsTheLongest()
    {
        List<string> order = [];
        List<string> ready = [];
        await GraphScheduler.RunAsync(
            [Node("heavy"), Node("light2", "light1"), Node("light1")],
            1,
            (node, _) =>
            {
                order.Add(node.Key);
                return Task.CompletedTask;
            },
            node => node.Key == "heavy" ? 10 : 1,
            node => ready.Add(node.Key),
            CancellationToken.None);
        Assert.Equal(["heavy", "light1", "light2"], order);
        Assert.Equal(["heavy", "light1", "light2"], ready);
    }

    [Fact]
    public async Task RunAsync_Width_IsKeptAndUsed()
    {
        int running = 0;
        ConcurrentBag<int> seen = [];
        await ScheduleAsync([.. Enumerable.Range(0, 12).Select(number => Node($"n{number}"))], 3, RunAsync, CancellationToken.None);
        Assert.Equal((12, 3), (seen.Count, seen.Max()));

        async Task RunAsync(PlanNode node, CancellationToken token)
        {
            seen.Add(Interlocked.Increment(ref running));
            await Task.Delay(30, token);
            Interlocked.Decrement(ref running);
        }
    }

    [Fact]
    public async Task RunAsync_Failures_AreCollectedAndNothingElseBegins()
    {
        using Barrier both = new(2);
        ConcurrentBag<string> begun = [];
        CosException exception = await Assert.ThrowsAsync<CosException>(() =>
            ScheduleAsync([Node("a"), Node("b"), Node("c", "a")], 2, FailAsync, CancellationToken.None));
        Assert.Equal(["a", "b"], exception.Diagnostics.Select(item => item.Message).Order(StringComparer.Ordinal));
        Assert.Equal(2, begun.Count);

        Task FailAsync(PlanNode node, CancellationToken token)
        {
            begun.Add(node.Key);
            both.SignalAndWait(token);
            throw new CosException(new Diagnostic("COS0000", DiagnosticSeverity.Error, node.Key, null));
        }
    }

    [Fact]
    public async Task RunAsync_Cancelled_Throws()
    {
        using CancellationTokenSource source = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ScheduleAsync(
            [Node("a"), Node("b", "a")], 1, async (_, token) => { await source.CancelAsync(); token.ThrowIfCancellationRequested(); }, source.Token));
    }

    [Fact]
    public void Want_PresentImages_AreNotMade()
    {
        Dictionary<string, PlanNode> graph = new PlanNode[] { Node("low"), Node("mid", "low"), Node("top", "mid") }.ToDictionary(node => node.Key);
        WorkList list = new(graph, image => image == "image-mid", _ => false);
        list.Want("top");
        Assert.Equal([("top", true)], list.Nodes.Select(item => (item.Key, item.Value)));
        list.Want("mid");
        Assert.False(list.Nodes["mid"]);
    }

    private static Task ScheduleAsync(
        IReadOnlyCollection<PlanNode> nodes, int width, Func<PlanNode, CancellationToken, Task> run, CancellationToken cancellationToken) =>
        GraphScheduler.RunAsync(nodes, width, run, _ => 1, _ => { }, cancellationToken);

    private static ImageNode Node(string key, params string[] dependsOn) => new()
    {
        Key = key,
        Package = key,
        Hash = key,
        DependsOn = [.. dependsOn],
        Image = "image-" + key,
        Platform = "linux/amd64",
        Parent = new ParentImage("base", "base", "base", null),
        Instructions = [],
        StepCount = 0,
        CopiedImages = [],
    };
}
