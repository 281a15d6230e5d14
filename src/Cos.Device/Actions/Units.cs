using System.Text;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Actions;

/// <summary>Manages systemd units.</summary>
internal static class Units
{
    /// <summary>Enables, disables, starts or masks a unit. A start is not waited for: stages run as units themselves, and would wait for each other.</summary>
    public static async Task ManageAsync(Machine machine, ManageUnit unit, CancellationToken cancellationToken)
    {
        if (unit.Operation == "start" && !IsBooted(machine))
        {
            throw new DeviceException($"{unit.Unit} cannot be started: systemd does not run here");
        }
        string[] arguments = unit.Operation == "start" ? ["--no-block", "start", "--", unit.Unit] : [unit.Operation, "--quiet", "--", unit.Unit];
        await machine.RunAsync("systemctl", arguments, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a drop-in; a running systemd reads it at once.</summary>
    public static async Task OverrideAsync(Machine machine, OverrideUnit unit, CancellationToken cancellationToken)
    {
        string content = unit.Content.EndsWith('\n') ? unit.Content : unit.Content + "\n";
        bool changed = machine.WriteFile($"/etc/systemd/system/{unit.Unit}.d/{unit.Name}", Encoding.UTF8.GetBytes(content), "0644", null);
        if (changed && IsBooted(machine))
        {
            await machine.RunAsync("systemctl", ["daemon-reload"], cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsBooted(Machine machine) => machine.IsRunning && Directory.Exists("/run/systemd/system");
}
