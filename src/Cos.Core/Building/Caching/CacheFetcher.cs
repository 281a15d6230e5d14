using System.Collections.Concurrent;
using Cos.Sdk.Planning;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Building.Caching;

/// <summary>Brings the images that wanted nodes need and that a cache has, before anything is made.</summary>
/// <param name="cache">The cache.</param>
/// <param name="graph">All nodes by key.</param>
/// <param name="width">How many are pulled at once.</param>
/// <param name="progress">Takes what is pulled.</param>
internal sealed class CacheFetcher(RemoteCache cache, IReadOnlyDictionary<string, PlanNode> graph, int width, IProgress<BuildEvent> progress)
{
    /// <summary>Pulls what helps.</summary>
    /// <param name="there">Images that the engine has; what is pulled is added.</param>
    /// <param name="list">The work, given which images are there.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task BringAsync(HashSet<string> there, Func<Func<string, bool>, WorkList> list, CancellationToken cancellationToken)
    {
        string[] missing = [.. list(there.Contains).Nodes.Where(node => node.Value).Select(node => ImageOf(graph[node.Key])).OfType<string>()];
        Dictionary<string, ImageReference> found = await cache.FindAsync(missing, cancellationToken).ConfigureAwait(false);
        while (found.Count > 0)
        {
            PlanNode[] needed = Needed(list(image => there.Contains(image) || found.ContainsKey(image)), found);
            if (needed.Length == 0)
            {
                return;
            }
            ConcurrentBag<string> pulled = [];
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = width, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(needed, parallel, async (node, token) =>
            {
                string image = ImageOf(node)!;
                if (await cache.PullAsync(image, PlatformOf(node), found[image], token).ConfigureAwait(false))
                {
                    progress.Report(new BuildEvent.Pulled(node, found[image].Name));
                    pulled.Add(image);
                }
            }).ConfigureAwait(false);
            there.UnionWith(pulled);
            foreach (PlanNode node in needed)
            {
                found.Remove(ImageOf(node)!);
            }
        }
    }

    /// <summary>Name of the image that a node makes; null for an archive.</summary>
    public static string? ImageOf(PlanNode node) => node switch
    {
        ImageNode image => image.Image,
        ComposedImageNode image => image.Image,
        _ => null,
    };

    /// <summary>What the image of a node is for.</summary>
    public static string PlatformOf(PlanNode node) => node switch
    {
        ImageNode image => image.Platform,
        ComposedImageNode image => image.Platform,
        _ => "",
    };

    /// <summary>Found images that are wanted themselves, or that nodes to be made depend on.</summary>
    private PlanNode[] Needed(WorkList list, Dictionary<string, ImageReference> found) =>
        [.. list.Nodes.Keys
            .Concat(list.Nodes.Where(node => node.Value).SelectMany(node => graph[node.Key].DependsOn))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(key => graph[key])
            .Where(node => ImageOf(node) is { } image && found.ContainsKey(image))];
}
