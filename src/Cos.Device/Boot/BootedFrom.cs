using Cos.Device.Running;

namespace Cos.Device.Boot;

/// <summary>Which system a machine runs.</summary>
internal static class BootedFrom
{
    /// <summary>Whether it is the passive one.</summary>
    public static bool Passive(Machine machine) => machine.ReadText("/proc/cmdline").Contains("filename=/cOS/passive.img", StringComparison.Ordinal);

    /// <summary>Whether it is the recovery system.</summary>
    public static bool Recovery(Machine machine)
    {
        string line = machine.ReadText("/proc/cmdline");
        return File.Exists(machine.PathOf("/run/cos/recovery_mode"))
            || line.Contains("recovery.squashfs", StringComparison.Ordinal) || line.Contains("recovery.img", StringComparison.Ordinal);
    }

    /// <summary>Whether it is a live medium.</summary>
    public static bool Live(Machine machine) => File.Exists(machine.PathOf("/run/cos/live_mode"));
}
