using System.Runtime.InteropServices;
using System.Text;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Artifacts.Cutting;

/// <summary>
/// Reads what an image has at the places that the engine covers in containers. A copy instruction sees the image itself, so the folder
/// is copied to another place of a small image, which is then read and removed.
/// </summary>
internal static class HiddenFileReader
{
    private const string Place = "image-etc";

    private const string DockerfileName = "Dockerfile";

    /// <summary>A file of this size is none that an engine would mount on.</summary>
    private const long MaxSize = 1 << 20;

    /// <summary>The files by their paths in the image; empty when the image has none of them. Owners are the root's, as copy instructions make them.</summary>
    public static async Task<IReadOnlyDictionary<string, HiddenFile>> ReadAsync(
        IImageEngine engine, string image, string platform, long epoch, CancellationToken cancellationToken)
    {
        Dictionary<string, HiddenFile> files = new(StringComparer.Ordinal);
        string tag = Leftovers.NewTag();
        if (!await TryCopyAsync(engine, image, platform, tag, cancellationToken).ConfigureAwait(false))
        {
            return files;
        }
        try
        {
            if (await engine.GetArchiveAsync(tag, $"/{Place}", cancellationToken).ConfigureAwait(false) is { } archive)
            {
                await using (archive.ConfigureAwait(false))
                {
                    await ReadAsync(archive, image, epoch, files, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await engine.RemoveImageAsync(tag, CancellationToken.None).ConfigureAwait(false);
        }
        return files;
    }

    private static async Task<bool> TryCopyAsync(IImageEngine engine, string image, string platform, string tag, CancellationToken cancellationToken)
    {
        byte[] dockerfile = Encoding.UTF8.GetBytes($"FROM scratch\nCOPY --from={image} /etc /{Place}\n");
        ImageBuildRequest request = new()
        {
            Tag = tag,
            Dockerfile = DockerfileName,
            Platform = platform,
            WriteContext = (stream, stop) => WriteContextAsync(stream, dockerfile, stop),
        };
        try
        {
            await engine.BuildImageAsync(request, progress: null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ImageBuildException exception) when (IsMissingSource(exception.Failure.Error))
        {
            return false;
        }
    }

    private static bool IsMissingSource(string error) =>
        error.Contains("no such file", StringComparison.OrdinalIgnoreCase) || error.Contains("does not exist", StringComparison.OrdinalIgnoreCase)
        || error.Contains("not found", StringComparison.OrdinalIgnoreCase);

    private static async Task WriteContextAsync(Stream stream, byte[] dockerfile, CancellationToken cancellationToken)
    {
        TarStreamWriter tar = new(stream, "context");
        await using (tar.ConfigureAwait(false))
        {
            using MemoryStream content = new(dockerfile);
            TarEntry entry = new() { Path = DockerfileName, Kind = TarEntryKind.File, Mode = 0b110_100_100, Size = dockerfile.Length };
            await tar.WriteEntryAsync(entry, content, cancellationToken).ConfigureAwait(false);
            await tar.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ReadAsync(
        Stream archive, string image, long epoch, Dictionary<string, HiddenFile> files, CancellationToken cancellationToken)
    {
        TarStreamReader reader = new(archive, TarLimits.Default, image);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                string path = InImage(entry.Path);
                if (EngineMounts.Covered.Contains(path) && entry.Size <= MaxSize && entry.Kind is TarEntryKind.File or TarEntryKind.SymbolicLink or TarEntryKind.HardLink)
                {
                    byte[] content = new byte[entry.Size];
                    await reader.Content.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
                    TarEntry original = entry with
                    {
                        Path = path,
                        LinkTarget = entry.Kind == TarEntryKind.HardLink ? InImage(entry.LinkTarget!) : entry.LinkTarget,
                        ModificationTime = entry.Kind == TarEntryKind.SymbolicLink ? epoch : entry.ModificationTime,
                    };
                    files[path] = new HiddenFile(original, ImmutableCollectionsMarshal.AsImmutableArray(content));
                }
            }
        }

        static string InImage(string path) => "etc" + path[Math.Min(Place.Length, path.Length)..];
    }
}
