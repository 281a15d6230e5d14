using System.Formats.Tar;

namespace Cos.Sdk.Engine;

/// <summary>
/// What an engine puts into every container, also into one that never runs: empty files and folders to mount on. They come with an
/// exported root file system though the image does not have them.
/// </summary>
internal static class EngineAdditions
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly HashSet<string> Files =
        new([".dockerenv", "dev/console", "etc/hostname", "etc/hosts", "etc/resolv.conf"], StringComparer.Ordinal);

    private static readonly HashSet<string> Folders = new(["dev/pts", "dev/shm", "proc", "sys"], StringComparer.Ordinal);

    /// <summary>
    /// Whether an entry was put there by the engine and not by the image. <c>etc</c> and <c>dev</c> are never taken for additions: an image
    /// that lacks them gets them empty.
    /// </summary>
    /// <param name="entry">From <see cref="IImageEngine.ExportRootFileSystemAsync"/>, or from a layer (Podman's steps leave such files there).</param>
    /// <param name="imageCreated">
    /// For an exported root file system <see cref="ImageDetails.Created"/>: folders and links are additions only if they are not older. Null
    /// for a layer, where only files are recognised.
    /// </param>
    public static bool Contains(TarEntry entry, DateTimeOffset? imageCreated)
    {
        string path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name.TrimStart('/');
        bool young = entry.ModificationTime.ToUnixTimeSeconds() >= imageCreated?.ToUnixTimeSeconds();
        return entry.EntryType switch
        {
            TarEntryType.Directory => young && Folders.Contains(path.TrimEnd('/')),
            TarEntryType.SymbolicLink => young && path == "etc/mtab" && entry.LinkName == "/proc/mounts",
            TarEntryType.RegularFile or TarEntryType.V7RegularFile => entry is { Length: 0, Mode: Mode } && Files.Contains(path),
            _ => false,
        };
    }
}
