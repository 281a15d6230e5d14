using System.Formats.Tar;
using System.Text.Json;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>Finds an image's configuration in its archive and reads from its history which instructions made a layer.</summary>
internal static class SavedHistoryReader
{
    private const int MaxDocumentLength = 4 << 20;

    /// <summary>For each instruction, oldest first, whether it made a layer.</summary>
    public static async Task<IReadOnlyList<bool>> ReadAsync(Stream archive, ImageDetails image, CancellationToken cancellationToken)
    {
        try
        {
            TarReader tar = new(archive, leaveOpen: true);
            await using (tar.ConfigureAwait(false))
            {
                while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    if (entry.DataStream is { } content && MayBeConfiguration(entry)
                        && await ParseAsync(content, image, cancellationToken).ConfigureAwait(false) is { } history)
                    {
                        return history;
                    }
                }
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            throw new CosException(EngineDiagnostics.MalformedSavedImage(exception.Message), exception);
        }
        throw new CosException(EngineDiagnostics.MalformedSavedImage($"it has no configuration of the image {image.Id}"));
    }

    private static bool MayBeConfiguration(TarEntry entry) =>
        entry.Length is > 1 and <= MaxDocumentLength
        && (SavedEntryName.Parse(entry.Name).Kind == SavedEntryKind.Blob
            || (entry.Name.EndsWith(".json", StringComparison.Ordinal) && !entry.Name.Contains('/', StringComparison.Ordinal)));

    private static async Task<IReadOnlyList<bool>?> ParseAsync(Stream content, ImageDetails image, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(content, default, cancellationToken).ConfigureAwait(false);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("rootfs", out JsonElement rootfs)
                && rootfs.TryGetProperty("diff_ids", out JsonElement ids)
                && ids.EnumerateArray().Select(id => id.GetString()).SequenceEqual(image.LayerDigests)
                && root.TryGetProperty("history", out JsonElement history)
                ? [.. history.EnumerateArray().Select(item => !(item.TryGetProperty("empty_layer", out JsonElement empty) && empty.GetBoolean()))]
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A layer, or another document.
            return null;
        }
    }
}
