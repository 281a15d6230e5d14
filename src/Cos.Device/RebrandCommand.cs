using Cos.Device.Boot;
using Cos.Device.Images;
using Cos.Device.Running;

namespace Cos.Device;

/// <summary><c>cos-rebrand</c>: gives the boot menu's first entry the title of the system.</summary>
internal static class RebrandCommand
{
    private const string Usage = "usage: cos-rebrand";

    /// <summary>Runs the command.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        if (arguments.Length > 0)
        {
            throw new DeviceException(Usage);
        }
        Machine machine = new("/");
        DeviceSettings settings = await DeviceSettings.ReadAsync(machine, cancellationToken).ConfigureAwait(false);
        string title = EntryTitle.Of(machine, settings);
        if (title.Length == 0)
        {
            throw new DeviceException("neither /etc/os-release nor /etc/cos/config names the system; set GRUB_ENTRY_NAME in one of them");
        }
        Volume volume = await Volume.OpenAsync(machine, settings.StateLabel, writable: true, cancellationToken).ConfigureAwait(false);
        await using (volume.ConfigureAwait(false))
        {
            EnvironmentFile.Set(new StatePartition(machine, volume, settings).Environment, ("default_menu_entry", title));
        }
        await output.WriteLineAsync($"the boot menu names the system \"{title}\"").ConfigureAwait(false);
        return 0;
    }
}
