using Cos.Device.Boot;
using Cos.Device.Images;
using Cos.Device.Running;
using Cos.Device.Sources;

namespace Cos.Device;

/// <summary><c>cos-reset</c>: from the recovery system, makes COS_STATE anew of it.</summary>
internal static class ResetCommand
{
    private const string Usage = "usage: cos-reset [--reset-persistent]";

    private const long DefaultSize = 3240;

    /// <summary>Runs the command.</summary>
    /// <exception cref="DeviceException">It cannot be done; recovery boots as before.</exception>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        CommandLine line = CommandLine.Parse(arguments, ["--reset-persistent"], [], Usage);
        if (!line.Words.IsEmpty)
        {
            throw new DeviceException(Usage);
        }
        Machine machine = new("/");
        if (!BootedFrom.Recovery(machine))
        {
            throw new DeviceException("this works in the recovery system; choose recovery in the boot menu");
        }
        DeviceSettings settings = await DeviceSettings.ReadAsync(machine, cancellationToken).ConfigureAwait(false);
        using IDisposable turn = await Turn.TakeAsync(cancellationToken).ConfigureAwait(false);
        if (line.Has("--reset-persistent"))
        {
            await EmptyPersistentAsync(machine, settings, cancellationToken).ConfigureAwait(false);
        }
        Volume recovery = await Volume.OpenAsync(machine, settings.RecoveryLabel, writable: false, cancellationToken).ConfigureAwait(false);
        await using (recovery.ConfigureAwait(false))
        {
            string image = new RecoveryPartition(machine, recovery, settings).Present
                ?? throw new DeviceException($"{settings.RecoveryLabel} holds no recovery system to reset from; cos-upgrade --recovery makes one");
            await RepairAsync(machine, settings, output, cancellationToken).ConfigureAwait(false);
            Volume volume = await Volume.OpenAsync(machine, settings.StateLabel, writable: true, cancellationToken).ConfigureAwait(false);
            await using (volume.ConfigureAwait(false))
            {
                await ImageFile.UseAsync(
                    machine, image, writable: false, folder => RemakeAsync(machine, settings, volume, folder, output, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }
        await Stages.EmitAsync(machine, "after-reset", output, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync("reset: the next boot starts the system as recovery has it").ConfigureAwait(false);
        return 0;
    }

    private static async Task RemakeAsync(Machine machine, DeviceSettings settings, Volume volume, string tree, TextWriter output, CancellationToken cancellationToken)
    {
        StatePartition state = new(machine, volume, settings);
        // What is not the boot loader's goes; without a system the boot loader falls back to recovery.
        File.Delete(state.Passive);
        foreach (string other in Directory.EnumerateFileSystemEntries(volume.Folder).Where(path => Path.GetFileName(path) is not ("cOS" or "grub2" or "grubenv" or "lost+found")))
        {
            await machine.RunAsync("rm", ["-rf", "--", other], cancellationToken).ConfigureAwait(false);
        }
        long size = settings.ImageSize ?? (File.Exists(state.Active) ? ImageFile.SizeOf(state.Active) : DefaultSize);
        state.Prepare(size);
        await output.WriteLineAsync("making the system from the recovery image").ConfigureAwait(false);
        FolderSource source = new(machine, tree);
        await new SystemImage(machine, output).WriteAsync(state.Transition, size, settings.ActiveLabel, source, "after-reset-chroot", cancellationToken).ConfigureAwait(false);
        state.PlaceActive();
        await state.CopyToPassiveAsync(cancellationToken).ConfigureAwait(false);
        Machine system = new(tree);
        BootMenu.Write(system, state);
        state.PointAtActive(EntryTitle.Of(system, settings));
    }

    /// <summary>A file system that cannot be repaired is made anew; then nothing but recovery is left, and the boot menu with it is written last.</summary>
    private static async Task RepairAsync(Machine machine, DeviceSettings settings, TextWriter output, CancellationToken cancellationToken)
    {
        string device = await Volume.FindAsync(machine, settings.StateLabel, cancellationToken).ConfigureAwait(false)
            ?? throw new DeviceException($"there is no partition labelled {settings.StateLabel}; cos-installer makes the disk anew");
        if (MountTable.Find(device) is not null)
        {
            return;
        }
        // 0: clean; 1: repaired; what is above was left or could not be repaired.
        if (!await Programs.SucceedsAsync(machine, $"e2fsck -fp '{device}' >/dev/null 2>&1 || [ $? -eq 1 ] || e2fsck -fy '{device}' >/dev/null 2>&1 || [ $? -eq 1 ]", cancellationToken).ConfigureAwait(false))
        {
            await output.WriteLineAsync($"{device} cannot be repaired: it is made anew").ConfigureAwait(false);
            await machine.RunAsync("mkfs.ext4", ["-q", "-F", "-L", settings.StateLabel, device], cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task EmptyPersistentAsync(Machine machine, DeviceSettings settings, CancellationToken cancellationToken)
    {
        if (await Volume.FindAsync(machine, settings.PersistentLabel, cancellationToken).ConfigureAwait(false) is not { } device)
        {
            throw new DeviceException($"there is no partition labelled {settings.PersistentLabel} to empty");
        }
        // Binds of it may lie elsewhere, so it is emptied where it cannot be unmounted.
        bool isFree = MountTable.Find(device) is not { } mount
            || await Programs.SucceedsAsync(machine, $"umount '{mount.Folder}' 2>/dev/null", cancellationToken).ConfigureAwait(false);
        if (isFree && MountTable.Find(device) is null)
        {
            await machine.RunAsync("mkfs.ext4", ["-q", "-F", "-L", settings.PersistentLabel, device], cancellationToken).ConfigureAwait(false);
            return;
        }
        Volume volume = await Volume.OpenAsync(machine, settings.PersistentLabel, writable: true, cancellationToken).ConfigureAwait(false);
        await using (volume.ConfigureAwait(false))
        {
            await machine.RunAsync("find", [volume.Folder, "-xdev", "-mindepth", "1", "-delete"], cancellationToken).ConfigureAwait(false);
        }
    }
}
