using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Artifacts.Cutting;

/// <summary>Streams the file system of an image as the image has it: without what the engine puts into exports, and no younger than an epoch.</summary>
internal static class ImageExport
{
    /// <summary>Writes the file system as a tar, in one pass.</summary>
    /// <param name="engine">Has the image.</param>
    /// <param name="image">Tag or id.</param>
    /// <param name="platform"><c>os/architecture</c>.</param>
    /// <param name="epoch">Seconds since 1970.</param>
    /// <param name="output">Takes the tar; stays the caller's.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task WriteAsync(
        IImageEngine engine, string image, string platform, long epoch, Stream output, CancellationToken cancellationToken)
    {
        Stream export = await engine.ExportRootFileSystemAsync(image, cancellationToken).ConfigureAwait(false);
        await using (export.ConfigureAwait(false))
        {
            TarStreamReader reader = new(export, TarLimits.Default, image);
            TarStreamWriter writer = new(output, image);
            await using (reader.ConfigureAwait(false))
            await using (writer.ConfigureAwait(false))
            {
                IReadOnlyDictionary<string, HiddenFile>? hidden = null;
                while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    if (EngineMounts.IsAddition(entry) || entry.Path.Length == 0)
                    {
                        continue;
                    }
                    if (!EngineMounts.MayCover(entry))
                    {
                        await writer.WriteEntryAsync(Clamp(entry, epoch), reader.Content, cancellationToken).ConfigureAwait(false);
                        continue;
                    }
                    hidden ??= await HiddenFileReader.ReadAsync(engine, image, platform, epoch, cancellationToken).ConfigureAwait(false);
                    if (hidden.TryGetValue(entry.Path, out HiddenFile? file) && !EngineMounts.IsPlaceholder(file.Entry))
                    {
                        using MemoryStream content = new([.. file.Content], writable: false);
                        await writer.WriteEntryAsync(Clamp(file.Entry, epoch), content, cancellationToken).ConfigureAwait(false);
                    }
                }
                await writer.FinishAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static TarEntry Clamp(TarEntry entry, long epoch) => entry.ModificationTime <= epoch ? entry : entry with { ModificationTime = epoch };
}
