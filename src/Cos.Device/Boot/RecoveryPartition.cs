using Cos.Device.Images;
using Cos.Device.Running;
using Cos.Sdk.Disks;

namespace Cos.Device.Boot;

/// <summary>The files of COS_RECOVERY: a squashfs, or an ext2 image where the system has no tool to make one. A new one takes its place at once.</summary>
internal sealed class RecoveryPartition(Machine machine, Volume volume, DeviceSettings settings)
{
    private static readonly string[] Names = ["recovery.squashfs", DiskFiles.Recovery];

    private string Squashfs { get; } = Path.Join(volume.Folder, DiskFiles.Recovery);

    private string Image { get; } = Path.Join(volume.Folder, "cOS/recovery.img");

    /// <summary>The recovery system that is there; null for none.</summary>
    public string? Present => new[] { Squashfs, Image }.FirstOrDefault(File.Exists);

    /// <summary>A ready recovery image in a folder, such as a live medium; null for none.</summary>
    public static string? FindIn(string folder) => Names.Select(name => new Machine(folder).PathOf(name)).FirstOrDefault(File.Exists);

    /// <summary>Takes a ready image.</summary>
    public Task TakeAsync(string file, CancellationToken cancellationToken)
    {
        Require(new FileInfo(file).Length);
        return ReplaceAsync(Squashfs, Image, part => machine.RunAsync("cp", ["--", file, part], cancellationToken));
    }

    /// <summary>Makes the recovery system of a tree.</summary>
    /// <param name="folder">The tree, the root of a mounted file system.</param>
    /// <param name="image">The image that is mounted there, which is taken where none can be made.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task MakeAsync(string folder, string image, CancellationToken cancellationToken)
    {
        DriveInfo tree = new(folder);
        long used = tree.TotalSize - tree.TotalFreeSpace;
        if (await Programs.SucceedsAsync(machine, "command -v mksquashfs >/dev/null", cancellationToken).ConfigureAwait(false))
        {
            // The boot loader reads gzip and xz, not zstd; the one before may be xz.
            Require(Present is { } before ? new FileInfo(before).Length * 3 / 2 : used / 2);
            await ReplaceAsync(Squashfs, Image, part => machine.RunAsync("mksquashfs", [folder, part, "-noappend", "-quiet", "-no-progress", "-comp", "gzip"], cancellationToken)).ConfigureAwait(false);
            return;
        }
        Require(new FileInfo(image).Length);
        await ReplaceAsync(Image, Squashfs, async part =>
        {
            await machine.RunAsync("cp", ["--", image, part], cancellationToken).ConfigureAwait(false);
            await ImageFile.RelabelAsync(machine, part, settings.SystemLabel, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private void Require(long bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Squashfs)!);
        foreach (string part in new[] { Squashfs, Image }.Select(file => file + ".part"))
        {
            File.Delete(part);
        }
        if (volume.FreeBytes < bytes)
        {
            throw new DeviceException(
                $"{ImageFile.Describe(bytes)} are needed on {settings.RecoveryLabel} ({volume.Device}), and {ImageFile.Describe(volume.FreeBytes)} are free; the recovery system was not changed");
        }
    }

    private async Task ReplaceAsync(string file, string other, Func<string, Task> make)
    {
        string part = file + ".part";
        try
        {
            await make(part).ConfigureAwait(false);
            FileCalls.Settle(volume.Folder);
            File.Move(part, file, overwrite: true);
            FileCalls.Settle(volume.Folder);
            File.Delete(other);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
