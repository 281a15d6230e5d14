using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Differences;

/// <summary>Finds the instructions that wrote paths of an artifact: each path belongs to the highest layer of the image that states it.</summary>
/// <param name="engine">Has the image.</param>
/// <param name="graph">All plan files by key.</param>
/// <param name="planFolder">Where the places of instructions are.</param>
/// <param name="cacheFolder">Indexes of layers, shared between projects.</param>
/// <param name="temporaryFolder">For layers that cannot be told at once.</param>
internal sealed class StepFinder(
    IImageEngine engine, IReadOnlyDictionary<string, PlanNode> graph, string planFolder, string cacheFolder, string temporaryFolder)
{
    private readonly LayerIndexCache _cache = new(cacheFolder);

    /// <summary>For each path that could be told, what wrote it.</summary>
    /// <param name="node">The artifact.</param>
    /// <param name="paths">Paths of the artifact, or paths that it lost.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Empty when the engine does not have the image any more.</returns>
    public async Task<IReadOnlyDictionary<string, WritingStep>> FindAsync(
        ArtifactNode node, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        Dictionary<string, WritingStep> found = new(StringComparer.Ordinal);
        if (node.Image.Length == 0 || await engine.InspectImageAsync(node.Image, cancellationToken).ConfigureAwait(false) is not { } image)
        {
            return found;
        }
        ImageInstruction[] instructions = [.. InstructionsOf(node)];
        InstructionLayers layers = new(engine, node.Image, image.LayerDigests.Count, instructions.Length);
        Dictionary<string, int> owners = await FindLayersAsync(node, image, paths, cancellationToken).ConfigureAwait(false);
        foreach ((string path, int layer) in owners)
        {
            int? number = await layers.FindAsync(layer, cancellationToken).ConfigureAwait(false);
            found[path] = number is { } index ? StepOf(instructions[index]) : new WritingStep(BaseOf(node), null, null, 0, 0);
        }
        return found;
    }

    /// <summary>The highest layer that states each path, or that removes it.</summary>
    private async Task<Dictionary<string, int>> FindLayersAsync(
        ArtifactNode node, ImageDetails image, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        string prefix = node.Strategy == ArtifactStrategy.PackageDirectory ? node.Spec.PackageDirectory.Trim('/') + "/" : "";
        Dictionary<string, string> wanted = paths.ToDictionary(path => prefix + path, path => path, StringComparer.Ordinal);
        Dictionary<string, LayerIndex> indexes = await ReadAsync(image, cancellationToken).ConfigureAwait(false);
        Dictionary<string, int> owners = new(StringComparer.Ordinal);
        for (int i = 0; i < image.LayerDigests.Count; i++)
        {
            LayerIndex index = indexes[image.LayerDigests[i]];
            foreach (string stated in index.Entries.Select(entry => entry.Path).Concat(index.Removed))
            {
                if (wanted.TryGetValue(stated, out string? path))
                {
                    owners[path] = i;
                }
            }
        }
        return owners;
    }

    private async Task<Dictionary<string, LayerIndex>> ReadAsync(ImageDetails image, CancellationToken cancellationToken)
    {
        Dictionary<string, LayerIndex> indexes = new(StringComparer.Ordinal);
        foreach (string digest in image.LayerDigests.Distinct(StringComparer.Ordinal))
        {
            if (_cache.TryRead(digest) is { } known)
            {
                indexes[digest] = known;
            }
        }
        if (image.LayerDigests.All(indexes.ContainsKey))
        {
            return indexes;
        }
        Directory.CreateDirectory(temporaryFolder);
        Stream saved = await engine.SaveImagesAsync([image.Id], cancellationToken).ConfigureAwait(false);
        await using (saved.ConfigureAwait(false))
        {
            await SavedImageReader.ReadAsync(
                saved,
                [image],
                temporaryFolder,
                layer => indexes.ContainsKey(layer.Digest) ? LayerAction.Skip : LayerAction.Read,
                async (layer, tar, stop) => indexes[layer.Digest] = (await LayerReader.ReadAsync(tar, layer.Digest, null, stop).ConfigureAwait(false)).Index,
                cancellationToken).ConfigureAwait(false);
        }
        foreach ((string digest, LayerIndex index) in indexes)
        {
            _cache.Write(digest, index);
        }
        return indexes;
    }

    /// <summary>All instructions of the image's chain, from the one above the base image to the last step.</summary>
    private IEnumerable<ImageInstruction> InstructionsOf(ArtifactNode node) => NodesOf(node).Reverse()
        .SelectMany(image => image.Instructions.Select((instruction, index) => new ImageInstruction(image, index, instruction)));

    private IEnumerable<ImageNode> NodesOf(ArtifactNode node)
    {
        string? key = node.DependsOn.FirstOrDefault();
        while (key is not null && graph.GetValueOrDefault(key) is ImageNode image)
        {
            yield return image;
            key = image.Parent.Node;
        }
    }

    private string BaseOf(ArtifactNode node) => NodesOf(node).Select(image => image.Parent.Reference).LastOrDefault(node.Image);

    private WritingStep StepOf(ImageInstruction instruction)
    {
        SourceLocation? place = StepLocations.Find(planFolder, instruction.Node.Key, instruction.Index + 2);
        return new WritingStep(
            instruction.Node.Package, instruction.Instruction.ToString(), place?.File, place?.Line ?? 0, place?.Column ?? 0);
    }

    private sealed record ImageInstruction(ImageNode Node, int Index, Instruction Instruction);
}
