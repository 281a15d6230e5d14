using System.Globalization;
using Cos.Device.Running;

namespace Cos.Device.Images;

/// <summary>A partition with a file system, mounted while it is worked on. What was mounted already stays so, and as it was.</summary>
internal sealed class Volume : IAsyncDisposable
{
    private readonly Machine _machine;
    private readonly bool _isOurs;
    private readonly bool _wasReadOnly;

    private Volume(Machine machine, string device, string folder, bool isOurs, bool wasReadOnly)
    {
        _machine = machine;
        Device = device;
        Folder = folder;
        _isOurs = isOurs;
        _wasReadOnly = wasReadOnly;
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>The partition.</summary>
    public string Device { get; }

    /// <summary>Free bytes.</summary>
    public long FreeBytes => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>The partition with a label; null when there is none.</summary>
    public static async Task<string?> FindAsync(Machine machine, string label, CancellationToken cancellationToken)
    {
        try
        {
            string device = await Programs.ReadAsync(machine, "blkid", ["-c", "/dev/null", "-L", label], cancellationToken).ConfigureAwait(false);
            return device.Trim() is { Length: > 0 } found ? found : null;
        }
        catch (DeviceException)
        {
            return null;
        }
    }

    /// <summary>Opens the partition with a label.</summary>
    /// <exception cref="DeviceException">There is none, or it cannot be mounted.</exception>
    public static async Task<Volume> OpenAsync(Machine machine, string label, bool writable, CancellationToken cancellationToken)
    {
        string device = await FindAsync(machine, label, cancellationToken).ConfigureAwait(false)
            ?? throw new DeviceException($"there is no partition labelled {label}; this works on a system that cos-installer or a disk image has made");
        if (MountTable.Find(device) is { } mount)
        {
            if (writable && mount.IsReadOnly)
            {
                await machine.RunAsync("mount", ["-o", "remount,rw", mount.Folder], cancellationToken).ConfigureAwait(false);
            }
            return new Volume(machine, device, mount.Folder, isOurs: false, writable && mount.IsReadOnly);
        }
        string folder = "/run/cos/mounts/" + Path.GetFileName(label);
        Directory.CreateDirectory(folder);
        await machine.RunAsync("mount", ["-o", writable ? "rw" : "ro", device, folder], cancellationToken).ConfigureAwait(false);
        return new Volume(machine, device, folder, isOurs: true, wasReadOnly: false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        string[]? end = _isOurs ? ["umount", Folder] : _wasReadOnly ? ["mount", "-o", "remount,ro", Folder] : null;
        if (end is not null)
        {
            await Programs.SucceedsAsync(_machine, string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', end)} 2>/dev/null"), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
