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
        Dictionary<string, FetchedArchive> fetched = node.Fetched.ToDictionary(archive => archive.Key, StringComparer.Ordinal);
        MergeSource[] sources = [.. node.Parts.Select(key => fetched.TryGetValue(key, out FetchedArchive? archive)
            ? new MergeSource(options.DownloadOf(archive.Sha256), archive.Sha256)
            : Made((ArtifactNode)graph[key]))];
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

    private MergeSource Made(ArtifactNode part) => new(
        Path.Combine(options.RepositoryFolder, part.Archive), MadePlans.ReadStamp(options.PlanFolder, part.Key)?.ArchiveDigest);
}
