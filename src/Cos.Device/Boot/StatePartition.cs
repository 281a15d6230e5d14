using Cos.Device.Images;
using Cos.Device.Running;
using Cos.Sdk.Disks;

namespace Cos.Device.Boot;

/// <summary>
/// The files of COS_STATE. Each change leaves the disk in a state that boots: at every moment active.img and passive.img are there, whole and with
/// their labels, and each change is on the disk, journal and all, before the next begins.
/// </summary>
internal sealed class StatePartition(Machine machine, Volume volume, DeviceSettings settings)
{
    /// <summary>The system that boots.</summary>
    public string Active { get; } = Path.Join(volume.Folder, DiskFiles.Active);

    /// <summary>The one before.</summary>
    public string Passive { get; } = Path.Join(volume.Folder, DiskFiles.Passive);

    /// <summary>The one that is made.</summary>
    public string Transition { get; } = Path.Join(volume.Folder, DiskFiles.Images, "transition.img");

    /// <summary>The boot loader's environment.</summary>
    public string Environment { get; } = Path.Join(volume.Folder, DiskFiles.GrubEnvironment);

    /// <summary>The boot menu.</summary>
    public string Menu { get; } = Path.Join(volume.Folder, DiskFiles.GrubMenu);

    /// <summary>Removes what an interrupted change left, and requires room for an image.</summary>
    /// <exception cref="DeviceException">There is not enough.</exception>
    public void Prepare(long mebibytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Active)!);
        File.Delete(Transition);
        long needed = (mebibytes + 8) << 20;
        if (volume.FreeBytes < needed)
        {
            throw new DeviceException(
                $"{ImageFile.Describe(needed)} are needed on {settings.StateLabel} ({volume.Device}), and {ImageFile.Describe(volume.FreeBytes)} are free; nothing was changed. "
                + "Lower DEFAULT_IMAGE_SIZE in /etc/cos/config, or install on a larger disk");
        }
    }

    /// <summary>Makes transition.img the active system. The active one becomes the passive one, unless that runs or there is none.</summary>
    public async Task SwitchAsync(CancellationToken cancellationToken)
    {
        Settle();
        cancellationToken.ThrowIfCancellationRequested();
        // From here on it goes through.
        if (!File.Exists(Active) || BootedFrom.Passive(machine))
        {
            PlaceActive();
            return;
        }
        FileCalls.ExchangeNames(Transition, Active);
        Settle();
        await ImageFile.RelabelAsync(machine, Transition, settings.PassiveLabel, CancellationToken.None).ConfigureAwait(false);
        Settle();
        File.Move(Transition, Passive, overwrite: true);
        Settle();
    }

    /// <summary>Puts transition.img in the place of the active system, which is gone then.</summary>
    public void PlaceActive()
    {
        Settle();
        File.Move(Transition, Active, overwrite: true);
        Settle();
    }

    /// <summary>Makes the passive system a copy of the active one.</summary>
    public async Task CopyToPassiveAsync(CancellationToken cancellationToken)
    {
        await machine.RunAsync("cp", ["--sparse=never", "--", Active, Transition], cancellationToken).ConfigureAwait(false);
        await ImageFile.RelabelAsync(machine, Transition, settings.PassiveLabel, cancellationToken).ConfigureAwait(false);
        Settle();
        File.Move(Transition, Passive, overwrite: true);
        Settle();
    }

    /// <summary>Has the boot loader begin with the active system, under a title; an empty one leaves the title that there is.</summary>
    public void PointAtActive(string title)
    {
        // One try of two is spent: a new system that does not come up once gives way to the fallback.
        EnvironmentFile.Set(Environment, ("saved_entry", "cos"), ("next_entry", ""), ("cos_tries", "1"));
        if (title.Length > 0)
        {
            EnvironmentFile.Set(Environment, ("default_menu_entry", title));
        }
    }

    private void Settle() => FileCalls.Settle(volume.Folder);
}
