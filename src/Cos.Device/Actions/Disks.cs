using System.Globalization;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Actions;

/// <summary>Adds partitions to a disk and grows its last one. What is there is never changed but by growing.</summary>
internal static class Disks
{
    /// <summary>Lays a disk out.</summary>
    public static async Task LayOutAsync(Machine machine, LayOutDisk layout, CancellationToken cancellationToken)
    {
        string disk = await FindDiskAsync(machine, layout.Device, cancellationToken).ConfigureAwait(false);
        if (layout.Device.InitDisk && (await ReadAsync(machine, "lsblk", ["-dno", "PTTYPE", disk], cancellationToken).ConfigureAwait(false)).Length == 0)
        {
            await ShellAsync(machine, "printf 'label: gpt\\n' | sfdisk --quiet --lock \"$1\"", [disk], cancellationToken).ConfigureAwait(false);
        }
        foreach (NewPartition partition in layout.Partitions)
        {
            await AddAsync(machine, disk, partition, cancellationToken).ConfigureAwait(false);
        }
        if (layout.ExpandMebibytes is { } size)
        {
            await ExpandAsync(machine, disk, size, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AddAsync(Machine machine, string disk, NewPartition partition, CancellationToken cancellationToken)
    {
        if (partition.FileSystemLabel.Length > 0 && await Programs.SucceedsAsync(machine, $"blkid -L '{partition.FileSystemLabel}' >/dev/null", cancellationToken).ConfigureAwait(false))
        {
            return;
        }
        string size = partition.Mebibytes == 0 ? "+" : partition.Mebibytes.ToString(CultureInfo.InvariantCulture) + "MiB";
        string name = partition.PartitionLabel.Length > 0 ? partition.PartitionLabel : partition.FileSystemLabel;
        string type = partition.FileSystem switch { "swap" => "S", "vfat" => "U", _ => "L" };
        await ShellAsync(
            machine, "printf 'size=%s, type=%s, name=\"%s\"\\n' \"$2\" \"$3\" \"$4\" | sfdisk --quiet --lock --append --no-reread \"$1\" && partx --update \"$1\" && udevadm settle",
            [disk, size, type, name], cancellationToken).ConfigureAwait(false);
        string device = await LastPartitionAsync(machine, disk, cancellationToken).ConfigureAwait(false);
        (string program, string[] options) = partition.FileSystem switch
        {
            "swap" => ("mkswap", new[] { "-L", partition.FileSystemLabel }),
            "vfat" => ("mkfs.vfat", ["-n", partition.FileSystemLabel]),
            "xfs" or "btrfs" => ("mkfs." + partition.FileSystem, ["-L", partition.FileSystemLabel]),
            _ => ("mkfs." + partition.FileSystem, ["-q", "-F", "-L", partition.FileSystemLabel]),
        };
        await machine.RunAsync(program, [.. options, device], cancellationToken).ConfigureAwait(false);
        await machine.RunAsync("udevadm", ["settle"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExpandAsync(Machine machine, string disk, int mebibytes, CancellationToken cancellationToken)
    {
        string device = await LastPartitionAsync(machine, disk, cancellationToken).ConfigureAwait(false);
        string number = await ReadAsync(machine, "lsblk", ["-dno", "PARTN", device], cancellationToken).ConfigureAwait(false);
        string size = mebibytes == 0 ? "+" : mebibytes.ToString(CultureInfo.InvariantCulture) + "MiB";
        await ShellAsync(
            machine, "printf ', %s\\n' \"$2\" | sfdisk --quiet --lock --no-reread -N \"$3\" \"$1\" && partx --update \"$1\" && udevadm settle", [disk, size, number], cancellationToken)
            .ConfigureAwait(false);
        string fileSystem = await ReadAsync(machine, "lsblk", ["-dno", "FSTYPE", device], cancellationToken).ConfigureAwait(false);
        if (fileSystem.StartsWith("ext", StringComparison.Ordinal))
        {
            await machine.RunAsync("resize2fs", [device], cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<string> FindDiskAsync(Machine machine, DiskDevice device, CancellationToken cancellationToken)
    {
        if (device.Path.Length > 0)
        {
            return device.Path;
        }
        string partition = await ReadAsync(machine, "blkid", ["-L", device.Label], cancellationToken).ConfigureAwait(false);
        string disk = await ReadAsync(machine, "lsblk", ["-dno", "PKNAME", partition], cancellationToken).ConfigureAwait(false);
        return disk.Length > 0 ? "/dev/" + disk : throw new DeviceException($"the disk of {device.Label} cannot be found");
    }

    private static async Task<string> LastPartitionAsync(Machine machine, string disk, CancellationToken cancellationToken)
    {
        string list = await ReadAsync(machine, "lsblk", ["-nrpo", "NAME,TYPE,START", "-x", "START", disk], cancellationToken).ConfigureAwait(false);
        string? last = list.Split('\n').LastOrDefault(line => line.Split(' ') is [_, "part", ..]);
        return last?.Split(' ')[0] ?? throw new DeviceException($"{disk} has no partition");
    }

    private static async Task<string> ReadAsync(Machine machine, string program, string[] arguments, CancellationToken cancellationToken) =>
        (await Programs.ReadAsync(machine, program, arguments, cancellationToken).ConfigureAwait(false)).Trim();

    private static Task ShellAsync(Machine machine, string script, string[] arguments, CancellationToken cancellationToken) =>
        machine.RunAsync("/bin/sh", ["-ec", script, "sh", .. arguments], cancellationToken);
}
