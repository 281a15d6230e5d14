using Cos.Device.Running;

namespace Cos.Device;

/// <summary>The arguments of <c>cos-installer</c>.</summary>
/// <param name="Device">The disk.</param>
/// <param name="Formats">Whether it is partitioned and formatted; otherwise its partitions are found by their labels.</param>
/// <param name="Config">Address or path of a cloud-config for the machine; empty for none.</param>
/// <param name="PowersOff">Whether the machine is switched off at the end.</param>
/// <param name="Terminal">The terminal that the kernel is to use; empty for the system's own choice.</param>
/// <param name="Debugs">Whether command lines are shown.</param>
internal sealed record InstallerOptions(string Device, bool Formats, string Config, bool PowersOff, string Terminal, bool Debugs)
{
    private const string Usage = "usage: cos-installer [--force-efi] [--no-format] [--config URL] [--poweroff] [--tty TTY] [--debug] DEVICE";

    /// <summary>Reads the arguments. <c>--force-efi</c> changes nothing: what is installed boots with BIOS and UEFI.</summary>
    /// <exception cref="DeviceException">They cannot be read.</exception>
    public static InstallerOptions Parse(string[] arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, ["--force-efi", "--no-format", "--poweroff", "--debug"], ["--config", "--tty"], Usage);
        string terminal = line.Get("--tty");
        return line.Words is not [var device] ? throw new DeviceException(Usage)
            : !device.StartsWith('/') ? throw new DeviceException($"{device} is no path of a disk such as /dev/sda; {Usage}")
            : terminal.Any(letter => !char.IsAsciiLetterOrDigit(letter)) ? throw new DeviceException($"{terminal} is no terminal such as ttyS0; {Usage}")
            : new InstallerOptions(device, !line.Has("--no-format"), line.Get("--config"), line.Has("--poweroff"), terminal, line.Has("--debug"));
    }

    /// <summary>What the kernel is told of the terminal; empty for nothing.</summary>
    public string Console => Terminal.Length == 0 ? "" : Terminal.StartsWith("ttyS", StringComparison.Ordinal) ? $"console={Terminal},115200" : $"console={Terminal}";
}
