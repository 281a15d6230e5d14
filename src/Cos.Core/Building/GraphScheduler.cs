using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Runs the nodes of a graph in parallel, each after those it depends on; of several that are ready the one with the longest way to go first.</summary>
internal static class GraphScheduler
{
    /// <summary>Runs all nodes.</summary>
    /// <param name="nodes">Nodes whose dependencies outside this set count as done.</param>
    /// <param name="width">How many run at once.</param>
    /// <param name="run">Makes one node.</param>
    /// <param name="weigh">What a node is thought to take; the longest way is that of the greatest sum. It orders work and changes no result.</param>
    /// <param name="ready">Told when a node only waits for its turn.</param>
    /// <param name="cancellationToken">Stops the nodes that run; no other is started.</param>
    /// <remarks>When a node fails no further one is started, those that run are finished, and the failures are thrown together.</remarks>
    public static async Task RunAsync(
        IReadOnlyCollection<PlanNode> nodes,
        int width,
        Func<PlanNode, CancellationToken, Task> run,
        Func<PlanNode, double> weigh,
        Action<PlanNode> ready,
        CancellationToken cancellationToken)
    {
        Dictionary<string, PlanNode> byKey = nodes.ToDictionary(node => node.Key, StringComparer.Ordinal);
        Dictionary<string, int> waitingFor = nodes.ToDictionary(
            node => node.Key, node => node.DependsOn.Count(byKey.ContainsKey), StringComparer.Ordinal);
        ILookup<string, PlanNode> dependents = nodes
            .SelectMany(node => node.DependsOn.Where(byKey.ContainsKey).Select(dependency => (dependency, node)))
            .ToLookup(pair => pair.dependency, pair => pair.node, StringComparer.Ordinal);
        Dictionary<string, double> distance = Distances(nodes, waitingFor, dependents, weigh);

        PriorityQueue<PlanNode, (double, string)> queue = new();
        List<(Task Task, PlanNode Node)> running = [];
        List<Exception> failures = [];
        foreach (PlanNode node in nodes.Where(node => waitingFor[node.Key] == 0))
        {
            Enqueue(node);
        }
        while (running.Count > 0 || (queue.Count > 0 && failures.Count == 0 && !cancellationToken.IsCancellationRequested))
        {
            while (running.Count < width && failures.Count == 0 && !cancellationToken.IsCancellationRequested && queue.TryDequeue(out PlanNode? next, out _))
            {
                PlanNode started = next;
                running.Add((Task.Run(() => run(started, cancellationToken), CancellationToken.None), started));
            }
            await Task.WhenAny(running.Select(item => item.Task)).ConfigureAwait(false);
            foreach ((Task task, PlanNode node) in running.Where(item => item.Task.IsCompleted).ToArray())
            {
                running.Remove((task, node));
                if (task.Exception?.InnerExceptions is { } inner)
                {
                    failures.AddRange(inner);
                    continue;
                }
                foreach (PlanNode dependent in task.IsCompletedSuccessfully ? dependents[node.Key] : [])
                {
                    if (--waitingFor[dependent.Key] == 0)
                    {
                        Enqueue(dependent);
                    }
                }
            }
        }
        cancellationToken.ThrowIfCancellationRequested();
        ThrowFailures(failures);

        void Enqueue(PlanNode node)
        {
            ready(node);
            queue.Enqueue(node, (-distance[node.Key], node.Key));
        }
    }

    private static void ThrowFailures(List<Exception> failures)
    {
        if (failures.Find(failure => failure is not Diagnostics.CosException) is { } bug)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(bug);
        }
        if (failures.Count > 0)
        {
            throw new Diagnostics.CosException([.. failures.Cast<Diagnostics.CosException>().SelectMany(failure => failure.Diagnostics).Distinct()]);
        }
    }

    /// <summary>Weight of the longest way from each node, itself included, to one that nobody waits for.</summary>
    private static Dictionary<string, double> Distances(
        IReadOnlyCollection<PlanNode> nodes, Dictionary<string, int> waitingFor, ILookup<string, PlanNode> dependents, Func<PlanNode, double> weigh)
    {
        Dictionary<string, int> open = new(waitingFor, StringComparer.Ordinal);
        Queue<PlanNode> free = new(nodes.Where(node => open[node.Key] == 0));
        List<PlanNode> order = [];
        while (free.TryDequeue(out PlanNode? node))
        {
            order.Add(node);
            foreach (PlanNode dependent in dependents[node.Key])
            {
                if (--open[dependent.Key] == 0)
                {
                    free.Enqueue(dependent);
                }
            }
        }
        Dictionary<string, double> distance = new(StringComparer.Ordinal);
        for (int i = order.Count - 1; i >= 0; i--)
        {
            distance[order[i].Key] = weigh(order[i]) + dependents[order[i].Key].Select(dependent => distance[dependent.Key]).DefaultIfEmpty(0).Max();
        }
        return distance;
    }
}
