using System.Globalization;
using Cos.Device.Running;

namespace Cos.Device.Images;

/// <summary>A file system in a file.</summary>
internal static class ImageFile
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Makes an empty ext2 file system. Its blocks are taken from the disk at once, so that writing into it cannot fill that.</summary>
    public static async Task MakeAsync(Machine machine, string path, long mebibytes, string label, CancellationToken cancellationToken)
    {
        File.Delete(path);
        try
        {
            using FileStream file = new(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                PreallocationSize = mebibytes * Mebibyte,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            file.SetLength(mebibytes * Mebibyte);
        }
        catch (IOException failure)
        {
            File.Delete(path);
            throw new DeviceException($"{path} of {mebibytes} MiB cannot be made: {failure.Message}");
        }
        await machine.RunAsync("mke2fs", ["-q", "-t", "ext2", "-F", "-m", "0", "-E", "nodiscard", "-L", label, path], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the file system another label, and brings that to the disk.</summary>
    public static async Task RelabelAsync(Machine machine, string path, string label, CancellationToken cancellationToken)
    {
        await machine.RunAsync("e2label", [path, label], cancellationToken).ConfigureAwait(false);
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Size of an image in MiB.</summary>
    public static long SizeOf(string path) => (new FileInfo(path).Length + Mebibyte - 1) / Mebibyte;

    /// <summary>Mounts an image while something works on it.</summary>
    public static async Task UseAsync(Machine machine, string image, bool writable, Func<string, Task> work, CancellationToken cancellationToken)
    {
        string folder = "/run/cos/mounts/" + Path.GetRandomFileName();
        Directory.CreateDirectory(folder);
        await machine.RunAsync("mount", ["-o", writable ? "loop,rw" : "loop,ro", image, folder], cancellationToken).ConfigureAwait(false);
        try
        {
            await work(folder).ConfigureAwait(false);
        }
        finally
        {
            await machine.RunAsync("umount", [folder], CancellationToken.None).ConfigureAwait(false);
            Directory.Delete(folder);
        }
    }

    /// <summary>A size as messages say it.</summary>
    public static string Describe(long bytes) => (bytes / Mebibyte).ToString(CultureInfo.InvariantCulture) + " MiB";
}
