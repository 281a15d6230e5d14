using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Running;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Describes the virtual machine that boots the derivative, and gives its command line.</summary>
[MSBuildMultiThreadableTask]
public sealed class DescribeMachine : CosTask
{
    /// <summary>Absolute path of the medium; empty to boot the kernel.</summary>
    public string Medium { get; set; } = "";

    /// <summary><c>Cd</c>, <c>UsbStick</c> or <c>VirtioDisk</c>; empty for a CD when the medium is an ISO, else a disk.</summary>
    public string Attachment { get; set; } = "";

    /// <summary>Absolute path of a kernel.</summary>
    public string Kernel { get; set; } = "";

    /// <summary>Absolute path of its initial RAM disk.</summary>
    public string Initrd { get; set; } = "";

    /// <summary>Absolute path of the root file system.</summary>
    public string RootFileSystem { get; set; } = "";

    /// <summary>The kernel's command line.</summary>
    public string KernelArguments { get; set; } = "";

    /// <summary><c>bios</c> or <c>uefi</c>.</summary>
    public string Firmware { get; set; } = "";

    /// <summary>MiB of memory.</summary>
    public string Memory { get; set; } = "";

    /// <summary>Number of processors.</summary>
    public string Processors { get; set; } = "";

    /// <summary>Ports that lead to the system.</summary>
    public string Ports { get; set; } = "";

    /// <summary>Whether writes to a disk are forgotten.</summary>
    public bool Snapshot { get; set; }

    /// <summary>OCI name of the architecture.</summary>
    [Required]
    public string Architecture { get; set; } = "";

    /// <summary>The account that tests log in with.</summary>
    public string User { get; set; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; set; } = "";

    /// <summary>The system's port of SSH, for commands of tests; empty for the serial console.</summary>
    public string SshPort { get; set; } = "";

    /// <summary>Private key for SSH; empty for the password.</summary>
    public string SshKey { get; set; } = "";

    /// <summary>Where the machine's files lie.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Whether a command line for a terminal is wanted.</summary>
    public bool ForTerminal { get; set; }

    /// <summary>Absolute path of the description.</summary>
    [Output]
    public string Description { get; private set; } = "";

    /// <summary>The program for a terminal.</summary>
    [Output]
    public string Command { get; private set; } = "";

    /// <summary>Its arguments, quoted.</summary>
    [Output]
    public string Arguments { get; private set; } = "";

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (!PortForward.TryParseAll(Ports, out ImmutableArray<PortForward> ports))
        {
            throw new CosException(RunningDiagnostics.InvalidPorts(Ports));
        }
        MachineDescription machine = new()
        {
            Architecture = Architecture,
            Medium = Medium,
            Attachment = AttachmentOf(),
            Format = FormatOf(Medium),
            Kernel = Kernel,
            Initrd = Initrd,
            RootFileSystem = RootFileSystem,
            KernelArguments = Kernel.Length > 0 ? KernelArguments.Trim() : "",
            Firmware = Parse<Firmware>("CosRunFirmware", Firmware),
            Memory = Number("CosRunMemory", Memory),
            Processors = Number("CosRunProcessors", Processors),
            Ports = ports,
            Snapshot = Snapshot,
            User = User,
            Password = Password,
            SshPort = SshPort.Length > 0 ? Number("CosTestSshPort", SshPort) : 0,
            SshKey = SshKey.Length > 0 ? PathOf(SshKey) : "",
        };
        Description = Path.Combine(PathOf(Folder), "machine.json");
        AtomicFile.WriteIfDifferent(Description, machine.ToJson());
        if (ForTerminal)
        {
            await WriteCommandAsync(machine, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Console and QEMU's own prompt share the terminal: Ctrl+A C changes between them, Ctrl+A X ends.</summary>
    private async Task WriteCommandAsync(MachineDescription machine, CancellationToken cancellationToken)
    {
        foreach (string needed in new[] { machine.Medium, machine.Kernel }.Where(needed => needed.Length > 0 && !File.Exists(needed)))
        {
            throw new CosException(RunningDiagnostics.NothingToBoot(needed));
        }
        Emulator emulator = await Emulator.FindAsync(Architecture, EnvironmentVariables().GetValueOrDefault("PATH", ""), cancellationToken).ConfigureAwait(false);
        string? variables = null;
        if (machine.Firmware == Running.Firmware.Uefi && emulator.FirmwareVariables is { } template)
        {
            variables = Path.Combine(PathOf(Folder), "variables.fd");
            if (machine.Snapshot || !File.Exists(variables))
            {
                File.Copy(template, variables, overwrite: true);
            }
        }
        ImmutableArray<string> arguments =
        [
            .. MachineCommand.Arguments(machine, emulator, variables),
            "-display", "none", "-chardev", "stdio,mux=on,id=console,signal=off", "-serial", "chardev:console", "-mon", "chardev=console",
        ];
        Command = emulator.Program;
        Arguments = string.Join(' ', arguments.Select(Quote));
        if (!emulator.Accelerated)
        {
            Diagnostics.Add(RunningDiagnostics.NotAccelerated());
        }
        Log.LogMessage(MessageImportance.High, "  Ctrl+A X ends the virtual machine{0}", emulator.Accelerated ? "" : "; KVM does not work here, so it is emulated");
    }

    private Attachment AttachmentOf() =>
        Attachment.Length > 0 ? Parse<Attachment>("CosRunAttachment", Attachment)
        : Medium.EndsWith(".iso", StringComparison.OrdinalIgnoreCase) ? Running.Attachment.Cd
        : Running.Attachment.VirtioDisk;

    private static string FormatOf(string medium) => Path.GetExtension(medium).ToUpperInvariant() switch
    {
        ".QCOW2" => "qcow2",
        ".VMDK" => "vmdk",
        ".VHD" => "vpc",
        ".VHDX" => "vhdx",
        _ => "raw",
    };

    private static T Parse<T>(string property, string value)
        where T : struct, Enum =>
        Enum.TryParse(value, ignoreCase: true, out T parsed) && Enum.IsDefined(parsed)
            ? parsed
            : throw new CosException(ProjectDiagnostics.InvalidProperty(property, value, string.Join(", ", Enum.GetNames<T>())));

    private static int Number(string property, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 1_048_576
            ? number
            : throw new CosException(ProjectDiagnostics.InvalidProperty(property, value, "a number from 1 on"));

    private static string Quote(string argument) =>
        argument.AsSpan().ContainsAny(" \t\"\\") || argument.Length == 0
            ? '"' + argument.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"'
            : argument;
}
