using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Cos.Sdk.Engine;

/// <summary>
/// Finds how many layers an image had before its last instructions. Instructions and layers do not correspond: metadata makes no layer, and
/// on Docker neither does a command that changes nothing.
/// </summary>
internal sealed partial class LayerCounter(DockerClient client, IImageEngine engine)
{
    private const string Unknown = "<missing>";

    /// <summary>See <see cref="IImageEngine.CountLayersBelowAsync"/>.</summary>
    public async Task<int> CountAsync(string reference, int instructions, CancellationToken cancellationToken)
    {
        ImageDetails image = await engine.InspectImageAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? throw new CosException(EngineDiagnostics.ImageNotFound(reference));
        IList<ImageHistoryResponse> history = await client.Images.GetImageHistoryAsync(reference, cancellationToken).ConfigureAwait(false);
        if (instructions >= history.Count)
        {
            return 0;
        }
        if (await CountOfIntermediateAsync(history[instructions].ID, cancellationToken).ConfigureAwait(false) is { } exact)
        {
            return exact;
        }

        // Pulled images have no intermediate ones: go down from the nearest that is known.
        int known = 0;
        int layers = image.LayerDigests.Count;
        for (int i = instructions - 1; i > 0; i--)
        {
            if (await CountOfIntermediateAsync(history[i].ID, cancellationToken).ConfigureAwait(false) is { } count)
            {
                (known, layers) = (i, count);
                break;
            }
        }
        ImageHistoryResponse[] taken = [.. history.Skip(known).Take(instructions - known)];
        ImageHistoryResponse[] below = [.. history.Skip(instructions)];
        return Deduce(taken, below, layers)
            ?? await CountFromArchiveAsync(image, instructions, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Layers below, from what the instructions of both parts can have made; null when that leaves more than one answer.
    /// </summary>
    internal static int? Deduce(
        IReadOnlyCollection<ImageHistoryResponse> taken, IReadOnlyCollection<ImageHistoryResponse> below, int layers)
    {
        (int least, int most) = Bounds(taken);
        (int leastBelow, int mostBelow) = Bounds(below);
        int low = Math.Max(leastBelow, layers - most);
        int high = Math.Min(mostBelow, layers - least);
        return low == high ? low : null;
    }

    private static (int Least, int Most) Bounds(IEnumerable<ImageHistoryResponse> entries)
    {
        int least = 0;
        int most = 0;
        foreach (ImageHistoryResponse entry in entries)
        {
            if (entry.Size > 0)
            {
                least++;
                most++;
            }
            else if (!Metadata().IsMatch(entry.CreatedBy ?? ""))
            {
                most++;
            }
        }
        return (least, most);
    }

    private async Task<int?> CountOfIntermediateAsync(string id, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(id) || id == Unknown
            ? null
            : (await engine.InspectImageAsync(id, cancellationToken).ConfigureAwait(false))?.LayerDigests.Count;

    private async Task<int> CountFromArchiveAsync(ImageDetails image, int instructions, CancellationToken cancellationToken)
    {
        Stream archive = await engine.SaveImagesAsync([image.Id], cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            IReadOnlyList<bool> hasLayer = await SavedHistoryReader.ReadAsync(archive, image, cancellationToken).ConfigureAwait(false);
            return image.LayerDigests.Count - hasLayer.TakeLast(instructions).Count(made => made);
        }
    }

    [GeneratedRegex(
        @"\A(?:/bin/sh -c )?#\(nop\) +(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b"
        + @"|\A(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b.*# buildkit")]
    private static partial Regex Metadata();
}
