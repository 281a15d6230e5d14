using Cos.Device.Running;
using Cos.Sdk.Disks;

namespace Cos.Device.Boot;

/// <summary>The boot menu, which a system brings along.</summary>
internal static class BootMenu
{
    /// <summary>Copies the menu of a system to COS_STATE; a reader finds the old or the new one.</summary>
    public static void Write(Machine system, StatePartition state)
    {
        string menu = system.PathOf(DiskFiles.SystemMenu);
        if (!File.Exists(menu))
        {
            throw new DeviceException($"the system has no boot menu, /{DiskFiles.SystemMenu}");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(state.Menu)!);
        string beside = state.Menu + ".new";
        File.Copy(menu, beside, overwrite: true);
        File.Move(beside, state.Menu, overwrite: true);
        FileCalls.Settle(Path.GetDirectoryName(state.Environment)!);
    }
}
