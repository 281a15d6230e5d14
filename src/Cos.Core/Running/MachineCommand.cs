using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Running;

/// <summary>QEMU's command line for a machine.</summary>
public static class MachineCommand
{
    /// <summary>A processor without five-level page tables, which are slow to emulate.</summary>
    private const string EmulatedProcessor = "Nehalem";

    /// <summary>The arguments, without those of consoles.</summary>
    /// <param name="machine">The machine. Ports of 0 are left out.</param>
    /// <param name="emulator">What runs it.</param>
    /// <param name="variables">Absolute path of a copy of UEFI's variables, made by the caller; null without UEFI.</param>
    /// <exception cref="CosException">COS8312: UEFI is wanted and not installed.</exception>
    public static ImmutableArray<string> Arguments(MachineDescription machine, Emulator emulator, string? variables) =>
    [
        .. Processor(machine, emulator),
        "-smp", machine.Processors.ToString(CultureInfo.InvariantCulture),
        "-m", machine.Memory.ToString(CultureInfo.InvariantCulture),
        "-nodefaults",
        .. Network(machine),
        .. Flash(machine, emulator, variables),
        .. machine.Kernel.Length > 0 ? Kernel(machine) : Medium(machine),
    ];

    /// <summary>A comma separates QEMU's options.</summary>
    public static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);

    private static string[] Processor(MachineDescription machine, Emulator emulator)
    {
        string[] type = machine.Architecture == "arm64" ? ["-machine", "virt"] : ["-vga", "std"];
        return emulator.Accelerated ? ["-accel", "kvm", "-cpu", "host", .. type]
            : ["-accel", "tcg,thread=multi", "-cpu", machine.Architecture == "arm64" ? "max" : EmulatedProcessor, .. type];
    }

    private static string[] Network(MachineDescription machine)
    {
        IEnumerable<string> forwards = machine.Ports.Where(port => port.Host > 0)
            .Select(port => string.Create(CultureInfo.InvariantCulture, $",hostfwd=tcp:127.0.0.1:{port.Host}-:{port.Guest}"));
        string card = machine.Architecture == "arm64" ? "virtio-net-pci" : "e1000";
        return ["-netdev", "user,id=net" + string.Concat(forwards), "-device", card + ",netdev=net"];
    }

    private static string[] Flash(MachineDescription machine, Emulator emulator, string? variables)
    {
        if (machine.Firmware == Firmware.Bios || machine.Kernel.Length > 0)
        {
            return [];
        }
        return emulator.FirmwareCode is not { } code || variables is null
            ? throw new CosException(RunningDiagnostics.FirmwareMissing(Emulator.FirmwarePackage(machine.Architecture)))
            :
            [
                "-drive", $"if=pflash,format=raw,unit=0,readonly=on,file={Escape(code)}",
                "-drive", $"if=pflash,format=raw,unit=1,file={Escape(variables)}",
            ];
    }

    private static string[] Kernel(MachineDescription machine) =>
    [
        "-kernel", machine.Kernel, "-initrd", machine.Initrd, "-append", machine.KernelArguments,
        "-drive", $"file={Escape(machine.RootFileSystem)},format=raw,readonly=on,id=root,if=none", "-device", "virtio-blk-pci,drive=root",
    ];

    private static string[] Medium(MachineDescription machine)
    {
        string drive = $"file={Escape(machine.Medium)},format={machine.Format},id=medium,if=none";
        string access = machine.Snapshot ? ",snapshot=on" : "";
        return machine.Attachment switch
        {
            Attachment.Cd => ["-drive", drive + ",media=cdrom,readonly=on", "-device", "ide-cd,drive=medium,bootindex=0"],
            Attachment.UsbStick =>
            [
                "-drive", drive + ",readonly=on", "-device", "qemu-xhci", "-device", "usb-storage,drive=medium,removable=on,bootindex=0",
            ],
            _ => ["-drive", drive + access, "-device", "virtio-blk-pci,drive=medium,bootindex=0"],
        };
    }
}
