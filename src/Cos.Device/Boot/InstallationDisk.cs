using System.Globalization;
using Cos.Device.Images;
using Cos.Device.Running;
using Cos.Sdk.Disks;

namespace Cos.Device.Boot;

/// <summary>The disk that a system is installed on.</summary>
internal sealed class InstallationDisk(Machine machine, string device, DeviceSettings settings)
{
    private readonly DiskIdentity _identity = new(Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)));

    /// <summary>Requires a whole disk that nothing uses.</summary>
    /// <exception cref="DeviceException">It is none.</exception>
    public void Require()
    {
        string folder = $"/sys/class/block/{Path.GetFileName(device)}";
        if (!Directory.Exists(folder) || File.Exists(folder + "/partition"))
        {
            throw new DeviceException($"{device} is no disk; lsblk shows those that there are");
        }
        foreach (string part in Directory.EnumerateFiles(folder, "dev", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }))
        {
            string name = Path.GetFileName(Path.GetDirectoryName(part)!);
            if (MountTable.Find("/dev/" + name) is { } mount)
            {
                throw new DeviceException($"{device} is in use: /dev/{name} is mounted at {mount.Folder}");
            }
        }
    }

    /// <summary>The sizes of its parts, checked; nothing is changed.</summary>
    /// <exception cref="Sdk.Diagnostics.CosException">The disk is too small for them.</exception>
    public DiskSizes Measure()
    {
        DiskSizes sizes = new()
        {
            Disk = (int)(ReadSectors() / (PartitionTable.Alignment)),
        };
        return (sizes with
        {
            Grub = (int)(settings.GrubSize ?? sizes.Grub),
            Oem = (int)(settings.OemSize ?? sizes.Oem),
            Image = (int)(settings.ImageSize ?? sizes.Image),
            State = (int)(settings.StateSize ?? sizes.State),
            Recovery = (int)(settings.RecoverySize ?? sizes.Recovery),
        }).Complete();
    }

    /// <summary>Partitions the disk and makes its file systems. All that was on it is gone.</summary>
    public async Task FormatAsync(DiskSizes sizes, CancellationToken cancellationToken)
    {
        PartitionTable table = DiskLayout.Create(sizes, _identity, ReadSectors());
        using (FileStream disk = OpenDisk())
        {
            PartitionTableWriter.Write(disk, table);
            disk.Flush(flushToDisk: true);
        }
        await machine.RunAsync("partx", ["--update", device], cancellationToken).ConfigureAwait(false);
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        (string Name, string Label, bool HoldsImages)[] linux =
        [
            (DiskLabels.Oem, settings.OemLabel, false),
            (DiskLabels.State, settings.StateLabel, true),
            (DiskLabels.Recovery, settings.RecoveryLabel, true),
            (DiskLabels.Persistent, settings.PersistentLabel, false),
        ];
        await machine.RunAsync("mkfs.vfat", ["-F", "32", "-n", settings.GrubLabel, PartitionOf(table, DiskLabels.Grub)], cancellationToken).ConfigureAwait(false);
        foreach ((string name, string label, bool holdsImages) in linux)
        {
            Guid id = _identity.For(label);
            await machine.RunAsync("mke2fs", [.. Ext4Format.Arguments(label, id, holdsImages), "-E", Ext4Format.Options(id), PartitionOf(table, name)], cancellationToken).ConfigureAwait(false);
        }
        await SettleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes it boot: GRUB for UEFI on the EFI system partition, GRUB for BIOS before the partitions.</summary>
    /// <param name="system">Brings the boot loader.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task MakeBootableAsync(Machine system, CancellationToken cancellationToken)
    {
        Volume grub = await Volume.OpenAsync(machine, settings.GrubLabel, writable: true, cancellationToken).ConfigureAwait(false);
        await using (grub.ConfigureAwait(false))
        {
            string loader = Path.Join(grub.Folder, DiskFiles.EfiLoader);
            Directory.CreateDirectory(Path.GetDirectoryName(loader)!);
            File.Copy(system.PathOf(DiskFiles.SystemEfiLoader), loader + ".new", overwrite: true);
            File.Move(loader + ".new", loader, overwrite: true);
            FileCalls.Settle(grub.Folder);
        }
        using FileStream disk = OpenDisk();
        PartitionTable table = PartitionTableReader.Read(disk, ReadSectors(), device);
        Partition core = table.Find(DiskLabels.Bios) ?? throw new DeviceException($"{device} has no partition named {DiskLabels.Bios} for GRUB; install without --no-format");
        BiosBoot.Install(disk, core, File.ReadAllBytes(system.PathOf(DiskFiles.SystemBootImage)), File.ReadAllBytes(system.PathOf(DiskFiles.SystemCoreImage)));
        disk.Flush(flushToDisk: true);
    }

    private FileStream OpenDisk() => new(device, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, BufferSize = 0 });

    private long ReadSectors() => long.Parse(File.ReadAllText($"/sys/class/block/{Path.GetFileName(device)}/size"), CultureInfo.InvariantCulture);

    /// <summary>A name that ends in a digit is parted from the number.</summary>
    private string PartitionOf(PartitionTable table, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{device}{(char.IsAsciiDigit(device[^1]) ? "p" : "")}{table.NumberOf(name)}");

    private Task SettleAsync(CancellationToken cancellationToken) =>
        Programs.SucceedsAsync(machine, "if command -v udevadm >/dev/null; then udevadm settle; fi", cancellationToken);
}
