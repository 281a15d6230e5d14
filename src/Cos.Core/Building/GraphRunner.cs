using System.Diagnostics;
using Cos.Sdk.Building.Caching;
using Cos.Sdk.Building.Timelines;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Makes nodes of the graph with all that they need, in parallel, and leaves a stamp for each that is done.</summary>
internal sealed class GraphRunner(
    IImageEngine engine,
    ImageMaker images,
    ComposedImageMaker composed,
    ArtifactBuilder artifacts,
    BuildOptions options,
    IProgress<BuildEvent> progress,
    RemoteCache? cache = null)
{
    private int _done;

    /// <summary>Makes the requested nodes.</summary>
    /// <param name="graph">All nodes of the project.</param>
    /// <param name="requested">Keys of nodes that are out of date.</param>
    /// <param name="cancellationToken">Stops; finished nodes keep their stamps.</param>
    public async Task RunAsync(IReadOnlyCollection<PlanNode> graph, IReadOnlyCollection<string> requested, CancellationToken cancellationToken)
    {
        Dictionary<string, PlanNode> byKey = graph.ToDictionary(node => node.Key, StringComparer.Ordinal);
        HashSet<string> known = new((await engine.ListImagesAsync(cancellationToken).ConfigureAwait(false)).Keys, StringComparer.Ordinal);
        if (cache is not null)
        {
            await new CacheFetcher(cache, byKey, options.Width, progress)
                .BringAsync(known, hasImage => ListOf(byKey, requested, hasImage), cancellationToken).ConfigureAwait(false);
        }
        WorkList list = ListOf(byKey, requested, known.Contains);
        PlanNode[] nodes = [.. list.Nodes.Keys.Order(StringComparer.Ordinal).Select(key => byKey[key])];
        artifacts.MakeTogether(
            [.. nodes.OfType<ArtifactNode>().Where(node => list.Nodes[node.Key] && IsDelta(node) && known.Contains(node.Image) && artifacts.FindEarlier(node) is null)], cancellationToken);
        SortedDictionary<string, NodeHistory> history = BuildHistory.Read(options.PlanFolder);
        await new RoomCheck(engine, options).RequireAsync([.. nodes.Where(node => list.Nodes[node.Key])], history, cancellationToken).ConfigureAwait(false);
        double usual = history.Count == 0 ? 1 : history.Values.Average(cost => cost.Seconds) + 0.001;
        int total = list.Nodes.Values.Count(make => make);
        await GraphScheduler.RunAsync(
            nodes,
            options.Width,
            (node, token) => list.Nodes[node.Key] ? MakeAsync(node, byKey, total, token) : ConfirmAsync(node),
            node => list.Nodes[node.Key] ? history.GetValueOrDefault(node.Key)?.Seconds ?? usual : 0,
            node => progress.Report(new BuildEvent.Ready(node)),
            cancellationToken).ConfigureAwait(false);
    }

    private WorkList ListOf(Dictionary<string, PlanNode> graph, IEnumerable<string> requested, Func<string, bool> hasImage)
    {
        WorkList list = new(graph, hasImage, artifacts.HasArchive);
        foreach (string key in requested)
        {
            list.Want(key);
        }
        return list;
    }

    private async Task MakeAsync(PlanNode node, Dictionary<string, PlanNode> graph, int total, CancellationToken cancellationToken)
    {
        if (cache is null || CacheFetcher.ImageOf(node) is not { } image)
        {
            await MakeHereAsync(node, graph, total, cancellationToken).ConfigureAwait(false);
            return;
        }
        (bool isPulled, CacheLease? turn) = await cache.TakeTurnAsync(
            image, CacheFetcher.PlatformOf(node), () => progress.Report(new BuildEvent.Waiting(node)), cancellationToken).ConfigureAwait(false);
        if (isPulled)
        {
            Interlocked.Increment(ref _done);
            progress.Report(new BuildEvent.Pulled(node, ImageTag.Parse(image).Name));
            await ConfirmAsync(node).ConfigureAwait(false);
            return;
        }
        try
        {
            await MakeHereAsync(node, graph, total, cancellationToken).ConfigureAwait(false);
            if (cache.Options.Pushes)
            {
                await cache.PushAsync(image, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (turn is not null)
            {
                await turn.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task MakeHereAsync(PlanNode node, Dictionary<string, PlanNode> graph, int total, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        progress.Report(new BuildEvent.Started(node, ReasonOf(node)));
        NodeStamp stamp = new() { Hash = node.Hash };
        switch (node)
        {
            case ImageNode image:
                await images.MakeAsync(image, cancellationToken).ConfigureAwait(false);
                break;
            case ComposedImageNode image:
                await composed.MakeAsync(image, graph, cancellationToken).ConfigureAwait(false);
                break;
            case ArtifactNode artifact:
                stamp = await artifacts.MakeAsync(artifact, cancellationToken).ConfigureAwait(false);
                break;
        }
        Finish(node, stamp);
        progress.Report(new BuildEvent.Finished(node, watch.Elapsed, NodeOutcome.Made, Interlocked.Increment(ref _done), total));
    }

    private string ReasonOf(PlanNode node)
    {
        string reason = MadePlans.Explain(options.PlanFolder, node);
        return node is ArtifactNode artifact && artifacts.FindEarlier(artifact) is { } earlier
            ? $"{reason}; its content comes from {Path.GetRelativePath(options.ProjectFolder, earlier.ArchiveFile)}"
            : reason;
    }

    private Task ConfirmAsync(PlanNode node)
    {
        Finish(node, node is ArtifactNode artifact ? artifacts.Confirm(artifact) : new NodeStamp { Hash = node.Hash });
        progress.Report(new BuildEvent.Finished(node, TimeSpan.Zero, NodeOutcome.Reused, 0, 0));
        return Task.CompletedTask;
    }

    private static bool IsDelta(ArtifactNode node) => node.Strategy is ArtifactStrategy.Delta or ArtifactStrategy.Changes;

    private void Finish(PlanNode node, NodeStamp stamp)
    {
        foreach (Diagnostic diagnostic in stamp.Diagnostics)
        {
            progress.Report(new BuildEvent.Reported(node, diagnostic));
        }
        MadePlans.Write(options.PlanFolder, node, stamp);
        stamp.Write(NodeStamp.PathOf(options.PlanFolder, node.Key));
    }
}
