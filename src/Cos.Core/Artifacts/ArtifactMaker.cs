using System.Collections.Immutable;
using System.Diagnostics;
using Cos.Sdk.Artifacts.Cutting;
using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Artifacts;

/// <summary>Cuts the artifacts of planned nodes from their images, with metadata and subpackages. Several deltas share one export stream.</summary>
/// <param name="engine">Has the images.</param>
/// <param name="folders">Where to work.</param>
/// <param name="locate">Where the build file of a node's package is, for warnings; null when it is not known.</param>
/// <param name="diagnostics">Takes warnings.</param>
internal sealed class ArtifactMaker(
    IImageEngine engine, ArtifactFolders folders, Func<ArtifactNode, SourceLocation?> locate, DiagnosticBag diagnostics)
{
    private readonly ArtifactFinisher _finisher = new(folders);

    /// <summary>Makes the artifacts of several nodes.</summary>
    /// <returns>In the order of the nodes.</returns>
    /// <exception cref="CosException">An image is missing, the disk is full, or the engine failed. What was finished before stays.</exception>
    public async Task<IReadOnlyList<MadeArtifact>> MakeAsync(IReadOnlyList<ArtifactNode> nodes, CancellationToken cancellationToken)
    {
        Dictionary<ArtifactNode, MadeArtifact> made = new(ReferenceEqualityComparer.Instance);
        ArtifactNode[] deltas = [.. nodes.Where(node => node.Strategy is ArtifactStrategy.Delta or ArtifactStrategy.Changes)];
        if (deltas.Length > 0)
        {
            await MakeDeltasAsync(deltas, made, cancellationToken).ConfigureAwait(false);
        }
        foreach (ArtifactNode node in nodes.Where(node => node.Strategy is not (ArtifactStrategy.Delta or ArtifactStrategy.Changes)))
        {
            PackageArchiveWriter archive = _finisher.Open(node);
            await using (archive.ConfigureAwait(false))
            {
                Stopwatch watch = Stopwatch.StartNew();
                TimeSpan waited = await FillAsync(node, archive, cancellationToken).ConfigureAwait(false);
                MadeArtifact artifact = await FinishAsync(node, archive, deleted: [], cancellationToken).ConfigureAwait(false);
                made[node] = artifact with { Export = waited, Compress = watch.Elapsed - waited };
            }
        }
        return [.. nodes.Select(node => made[node])];
    }

    /// <summary>Cuts a node's content; the time spent in waiting for it.</summary>
    private Task<TimeSpan> FillAsync(ArtifactNode node, PackageArchiveWriter archive, CancellationToken cancellationToken) => node.Strategy switch
    {
        ArtifactStrategy.Unpack => UnpackAsync(node, archive, cancellationToken),
        ArtifactStrategy.PackageDirectory => CutDirectoryAsync(node, archive, cancellationToken),
        _ => Task.FromResult(TimeSpan.Zero),
    };

    private async Task MakeDeltasAsync(ArtifactNode[] nodes, Dictionary<ArtifactNode, MadeArtifact> made, CancellationToken cancellationToken)
    {
        ImageDetails[] images = new ImageDetails[nodes.Length];
        DeltaRequest[] requests = new DeltaRequest[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            images[i] = await InspectAsync(nodes[i], cancellationToken).ConfigureAwait(false);
            requests[i] = await DescribeAsync(nodes[i], images[i], cancellationToken).ConfigureAwait(false);
        }
        using DeltaExtractor extractor = new(requests, new LayerIndexCache(folders.Cache), folders.Temporary);
        Stopwatch export = Stopwatch.StartNew();
        await ReadLayersAsync(extractor, images, cancellationToken).ConfigureAwait(false);
        export.Stop();
        for (int i = 0; i < nodes.Length; i++)
        {
            PackageArchiveWriter archive = _finisher.Open(nodes[i]);
            await using (archive.ConfigureAwait(false))
            {
                Stopwatch watch = Stopwatch.StartNew();
                DeltaResult result = await extractor.WriteAsync(requests[i], archive, cancellationToken).ConfigureAwait(false);
                bool isChanges = nodes[i].Strategy == ArtifactStrategy.Changes;
                MadeArtifact artifact = await FinishAsync(nodes[i], archive, isChanges ? result.Deleted : [], cancellationToken).ConfigureAwait(false);
                made[nodes[i]] = artifact with { Export = export.Elapsed, Compress = watch.Elapsed };
                Report(nodes[i], isChanges ? result with { Deleted = [] } : result);
            }
        }
    }

    private async Task<DeltaRequest> DescribeAsync(ArtifactNode node, ImageDetails image, CancellationToken cancellationToken)
    {
        int steps = node.StepCount;
        int prelude = steps + node.Spec.Prelude.Length;
        int copies = prelude + InstructionWriter.EnvironmentOf(node.Spec).Length + node.Spec.Copies.Length;
        bool hasCopies = node.Strategy == ArtifactStrategy.Changes && !node.Spec.Copies.IsEmpty;
        EngineInfo info = await engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        int belowSteps = await engine.CountLayersBelowAsync(node.Image, steps, cancellationToken).ConfigureAwait(false);
        return new DeltaRequest
        {
            Layers = [.. image.LayerDigests],
            LayersBelowSteps = belowSteps,
            LayersBelowPrelude = hasCopies ? await engine.CountLayersBelowAsync(node.Image, prelude, cancellationToken).ConfigureAwait(false) : belowSteps,
            LayersBelowCopies = hasCopies ? await engine.CountLayersBelowAsync(node.Image, copies, cancellationToken).ConfigureAwait(false) : belowSteps,
            Mode = node.Strategy == ArtifactStrategy.Changes ? Trees.DeltaMode.Changes : Trees.DeltaMode.Added,
            IsPodman = info.Name == "Podman",
            Takes = new ArtifactFilter(node.Spec.Includes, node.Spec.Excludes).Takes,
        };
    }

    private async Task ReadLayersAsync(DeltaExtractor extractor, ImageDetails[] images, CancellationToken cancellationToken)
    {
        HashSet<string> needed = images.SelectMany(image => image.LayerDigests).Distinct(StringComparer.Ordinal).Where(extractor.Needs).ToHashSet(StringComparer.Ordinal);
        string[] references = [.. images.Where(image => image.LayerDigests.Any(needed.Contains)).Select(image => image.Id).Distinct(StringComparer.Ordinal)];
        if (references.Length == 0)
        {
            return;
        }
        Directory.CreateDirectory(folders.Temporary);
        Stream saved = await engine.SaveImagesAsync(references, cancellationToken).ConfigureAwait(false);
        await using (saved.ConfigureAwait(false))
        {
            await SavedImageReader.ReadAsync(
                saved,
                images,
                folders.Temporary,
                layer => needed.Contains(layer.Digest) ? LayerAction.Read : LayerAction.Skip,
                (layer, tar, stop) => extractor.ReadLayerAsync(layer.Digest, tar, stop),
                cancellationToken).ConfigureAwait(false);
        }
        extractor.Remember();
    }

    private async Task<TimeSpan> UnpackAsync(ArtifactNode node, PackageArchiveWriter archive, CancellationToken cancellationToken)
    {
        ImageDetails image = await InspectAsync(node, cancellationToken).ConfigureAwait(false);
        DiskSpace.Require(folders.Output, node.Compression == Compression.None.Name ? image.Size : image.Size / 2);
        RootFileSystemCutter cutter = new(
            new ArtifactFilter(node.Spec.Includes, node.Spec.Excludes).Takes,
            stop => HiddenFileReader.ReadAsync(engine, node.Image, image.Platform, node.Epoch, stop),
            (path, stop) => LookUpAsync(node.Image, path, stop));
        Stream export = await engine.ExportRootFileSystemAsync(node.Image, cancellationToken).ConfigureAwait(false);
        await using (export.ConfigureAwait(false))
        {
            WaitingStream content = new(export);
            await cutter.CutAsync(content, node.Image, archive, cancellationToken).ConfigureAwait(false);
            return content.Waited;
        }
    }

    private async Task<TimeSpan> CutDirectoryAsync(ArtifactNode node, PackageArchiveWriter archive, CancellationToken cancellationToken)
    {
        await InspectAsync(node, cancellationToken).ConfigureAwait(false);
        string directory = "/" + node.Spec.PackageDirectory.Trim('/');
        DirectoryCutter cutter = new(directory, new ArtifactFilter(node.Spec.Includes, node.Spec.Excludes, directory).Takes, (path, stop) => LookUpAsync(node.Image, path, stop));

        // As it is, then, should it be a link to a directory, what it leads to.
        foreach (string path in new[] { directory, directory + "/." })
        {
            if (await engine.GetArchiveAsync(node.Image, path, cancellationToken).ConfigureAwait(false) is not { } content)
            {
                break;
            }
            await using (content.ConfigureAwait(false))
            {
                WaitingStream timed = new(content);
                if (await cutter.CutAsync(timed, node.Image, archive, cancellationToken).ConfigureAwait(false))
                {
                    return timed.Waited;
                }
            }
        }
        throw new CosException(ArtifactDiagnostics.PackageDirectoryMissing(node.Package, locate(node), directory));
    }

    private async Task<ContentLease?> LookUpAsync(string image, string path, CancellationToken cancellationToken) =>
        await engine.GetArchiveAsync(image, path, cancellationToken).ConfigureAwait(false) is { } archive
            ? await ContentLease.OpenFirstAsync(archive, image, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<ImageDetails> InspectAsync(ArtifactNode node, CancellationToken cancellationToken) =>
        await engine.InspectImageAsync(node.Image, cancellationToken).ConfigureAwait(false)
            ?? throw new CosException(ArtifactDiagnostics.ImageLost(node.Package, node.Image));

    private async Task<MadeArtifact> FinishAsync(
        ArtifactNode node, PackageArchiveWriter archive, ImmutableArray<string> deleted, CancellationToken cancellationToken)
    {
        if (archive.EntryCount == 0 && node.Strategy != ArtifactStrategy.Empty)
        {
            diagnostics.Add(ArtifactDiagnostics.NothingTaken(node.Package, locate(node)));
        }
        return await _finisher.FinishAsync(node, archive, deleted, cancellationToken).ConfigureAwait(false);
    }

    private void Report(ArtifactNode node, DeltaResult result)
    {
        if (DeltaReport.Create(node.Package, locate(node), result, Path.Combine(folders.Reports, node.Key + ".changes.txt")) is { } diagnostic)
        {
            diagnostics.Add(diagnostic);
        }
    }
}
