using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Artifacts.Metadata;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>
/// Has the artifacts of nodes made, or only their metadata where the archive stays. Deltas whose images are there when the build begins are
/// cut together, out of one stream from the engine; others as their images get ready.
/// </summary>
internal sealed class ArtifactBuilder(IImageEngine engine, BuildOptions options, IProgress<BuildEvent> progress)
{
    private readonly ArtifactFolders _folders = new()
    {
        Output = options.RepositoryFolder,
        Cache = Path.Combine(options.CacheFolder, LayerIndexCache.FolderName),
        Temporary = Path.Combine(options.PlanFolder, "spool"),
        Reports = options.LogFolder,
    };

    private readonly EarlierArchives _archives = new(options.PlanFolder);
    private readonly ConcurrentDictionary<string, NodeStamp?> _earlier = new(StringComparer.Ordinal);

    private Dictionary<string, Lazy<Task<IReadOnlyDictionary<string, NodeStamp>>>> _together = new(StringComparer.Ordinal);

    /// <summary>Whether the folder has the archive with just this content and compression.</summary>
    public bool HasArchive(ArtifactNode node) =>
        node.Spec.Subpackages.IsEmpty
        && MadePlans.ReadStamp(options.PlanFolder, node.Key) is { } made
        && made.ContentHash == ContentOf(node)
        && new FileInfo(Path.Combine(options.RepositoryFolder, node.Archive)) is { Exists: true } archive
        && archive.Length == made.ArchiveSize
        && File.Exists(MetadataOf(node));

    /// <summary>The stamp of an archive of this project that has a node's content with other compression; null when there is none.</summary>
    public NodeStamp? FindEarlier(ArtifactNode node) => _earlier.GetOrAdd(node.Key, _ => _archives.Find(node));

    /// <summary>Names the deltas that are cut together, as soon as the first of them is wanted.</summary>
    public void MakeTogether(IReadOnlyList<ArtifactNode> nodes, CancellationToken cancellationToken)
    {
        Lazy<Task<IReadOnlyDictionary<string, NodeStamp>>> batch = new(() => MakeAllAsync(nodes, cancellationToken));
        _together = nodes.ToDictionary(node => node.Key, _ => batch, StringComparer.Ordinal);
    }

    /// <summary>Cuts the archive out of its image and writes its metadata.</summary>
    public async Task<NodeStamp> MakeAsync(ArtifactNode node, CancellationToken cancellationToken)
    {
        if (FindEarlier(node) is { } earlier && await CompressAsync(node, earlier, cancellationToken).ConfigureAwait(false) is { } compressed)
        {
            return compressed;
        }
        IReadOnlyDictionary<string, NodeStamp> stamps = _together.TryGetValue(node.Key, out Lazy<Task<IReadOnlyDictionary<string, NodeStamp>>>? batch)
            ? await batch.Value.ConfigureAwait(false)
            : await MakeAllAsync([node], cancellationToken).ConfigureAwait(false);
        return stamps[node.Key];
    }

    /// <summary>Brings the metadata up to date beside an archive that stays.</summary>
    public NodeStamp Confirm(ArtifactNode node)
    {
        ArtifactMetadata known = ArtifactMetadataReader.ReadFile(MetadataOf(node));
        ArtifactMetadataWriter.Write(MetadataOf(node), known with { Definition = node.Definition }, BuildRecord.Of(node));
        return MadePlans.ReadStamp(options.PlanFolder, node.Key)! with { Hash = node.Hash };
    }

    private async Task<NodeStamp?> CompressAsync(ArtifactNode node, NodeStamp earlier, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        if (await EarlierArchives.CompressAsync(node, earlier, new ArtifactFinisher(_folders), cancellationToken).ConfigureAwait(false) is not { } made)
        {
            return null;
        }
        progress.Report(new BuildEvent.Measured(node, TimeSpan.Zero, TimeSpan.Zero, watch.Elapsed, made.Archive.Size));
        return StampOf(node, made, earlier.Diagnostics);
    }

    private async Task<IReadOnlyDictionary<string, NodeStamp>> MakeAllAsync(IReadOnlyList<ArtifactNode> nodes, CancellationToken cancellationToken)
    {
        DiagnosticBag diagnostics = [];
        IReadOnlyList<MadeArtifact> made = await new ArtifactMaker(engine, _folders, LocationOf, diagnostics)
            .MakeAsync(nodes, cancellationToken).ConfigureAwait(false);
        foreach ((ArtifactNode node, MadeArtifact artifact) in nodes.Zip(made))
        {
            progress.Report(new BuildEvent.Measured(node, TimeSpan.Zero, artifact.Export, artifact.Compress, artifact.Archive.Size));
        }
        return nodes.Zip(made).ToDictionary(
            pair => pair.First.Key,
            pair => StampOf(pair.First, pair.Second, [.. diagnostics.Where(item => nodes.Count == 1 || item.Message.Contains(pair.First.Package, StringComparison.Ordinal))]),
            StringComparer.Ordinal);
    }

    private static NodeStamp StampOf(ArtifactNode node, MadeArtifact made, ImmutableArray<Diagnostic> diagnostics) => new()
    {
        Hash = node.Hash,
        ContentHash = ContentOf(node),
        ArchiveDigest = made.Archive.Sha256,
        ArchiveSize = made.Archive.Size,
        ArchiveFile = made.Archive.File,
        PartSizes = [.. made.Parts.Select(part => part.Archive.Size)],
        Diagnostics = diagnostics,
    };

    /// <summary>The line of the first step, or the definition where there is none.</summary>
    private SourceLocation? LocationOf(ArtifactNode node)
    {
        string image = node.DependsOn.FirstOrDefault("");
        int first = StepLocations.Count(options.PlanFolder, image) - node.StepCount + 2;
        return StepLocations.Find(options.PlanFolder, image, first);
    }

    private string MetadataOf(ArtifactNode node) => Path.Combine(options.RepositoryFolder, node.Metadata);

    private static string ContentOf(ArtifactNode node) => $"{node.ContentHash}.{node.Compression}.{node.CompressionLevel}";
}
