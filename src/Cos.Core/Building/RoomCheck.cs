using Cos.Sdk.Artifacts;
using Cos.Sdk.Building.Timelines;
using Cos.Sdk.Engine;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Compares the room on disk with what the nodes took when they were last made, before any of them is made.</summary>
internal sealed class RoomCheck(IImageEngine engine, BuildOptions options)
{
    /// <summary>What is needed besides: layers' indexes, logs, containers.</summary>
    private const long Reserve = 16 * 1024 * 1024;

    /// <summary>Throws when a disk has too little room. A node that was never made counts nothing.</summary>
    public async Task RequireAsync(
        IReadOnlyCollection<PlanNode> nodes, IReadOnlyDictionary<string, NodeHistory> history, CancellationToken cancellationToken)
    {
        if (nodes.Count == 0)
        {
            return;
        }
        long images = Sum(nodes.Where(node => node is not ArtifactNode));
        if (images > 0)
        {
            EngineInfo info = await engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
            if (info.Endpoint.IsLocal && Directory.Exists(info.RootDirectory))
            {
                DiskSpace.Require(info.RootDirectory, images + Reserve);
            }
        }
        DiskSpace.Require(options.RepositoryFolder, Sum(nodes.OfType<ArtifactNode>()) + Reserve);
        DiskSpace.Require(options.CacheFolder, Reserve);
        DiskSpace.Require(options.PlanFolder, Reserve);

        long Sum(IEnumerable<PlanNode> some) => some.Sum(node => Math.Clamp(history.GetValueOrDefault(node.Key)?.Size ?? 0, 0, 1L << 50));
    }
}
