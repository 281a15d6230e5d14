using Cos.Sdk.Artifacts.Merging;
using Cos.Sdk.Engine;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Makes a base image of artifacts that are unpacked over one another, streamed into the engine as one layer.</summary>
internal sealed class ComposedImageMaker(IImageEngine engine, BuildOptions options)
{
    /// <summary>Merges the parts and imports them.</summary>
    public async Task MakeAsync(ComposedImageNode node, IReadOnlyDictionary<string, PlanNode> graph, CancellationToken cancellationToken)
    {
        ArtifactNode[] parts = [.. node.Parts.Select(key => (ArtifactNode)graph[key])];
        MergeSource[] sources = [.. parts.Select(part => new MergeSource(
            Path.Combine(options.RepositoryFolder, part.Archive),
            MadePlans.ReadStamp(options.PlanFolder, part.Key)?.ArchiveDigest))];
        EngineInfo info = await engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        ImageImportRequest request = new()
        {
            Tag = node.Image,
            WriteRootFileSystem = (output, token) => ArchiveMerger.WriteAsync(sources, output, token),
            Platform = info.Platform == node.Platform ? null : node.Platform,
            Message = node.Package,
        };
        await engine.ImportImageAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
