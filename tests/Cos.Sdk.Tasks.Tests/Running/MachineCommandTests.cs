using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Running;

namespace Cos.Sdk.Tests.Running;

public sealed class MachineCommandTests
{
    private static readonly Emulator Slow = new("/usr/bin/qemu-system-x86_64", false, "/fw/code.fd", "/fw/vars.fd");

    [Fact]
    public void AMediumIsACdThatIsOnlyRead()
    {
        string command = Command(new MachineDescription { Medium = "/a, b.iso", Ports = [new PortForward(8080, 80), new PortForward(0, 22)], Memory = 512 });

        Assert.Contains("-accel tcg,thread=multi -cpu Nehalem -vga std -smp 2 -m 512 -nodefaults", command, StringComparison.Ordinal);
        Assert.Contains("-netdev user,id=net,hostfwd=tcp:127.0.0.1:8080-:80 ", command, StringComparison.Ordinal);
        Assert.Contains("-drive file=/a,, b.iso,format=raw,id=medium,if=none,media=cdrom,readonly=on ", command, StringComparison.Ordinal);
        Assert.DoesNotContain("pflash", command, StringComparison.Ordinal);
    }

    [Fact]
    public void AKernelIsBootedWithoutFirmware()
    {
        ImmutableArray<string> arguments = MachineCommand.Arguments(
            new MachineDescription { Kernel = "/k", Initrd = "/i", RootFileSystem = "/r", KernelArguments = "root=live:/dev/vda quiet", Firmware = Firmware.Uefi },
            Slow with { Accelerated = true },
            null);

        Assert.Equal("root=live:/dev/vda quiet", arguments[arguments.IndexOf("-append") + 1]);
        Assert.Contains("file=/r,format=raw,readonly=on,id=root,if=none", arguments);
        Assert.Contains("kvm", arguments);
        Assert.Contains("host", arguments);
    }

    [Fact]
    public void ADiskForgetsUnlessItIsTold()
    {
        MachineDescription disk = new() { Medium = "/d.qcow2", Format = "qcow2", Attachment = Attachment.VirtioDisk };

        Assert.Contains("format=qcow2,id=medium,if=none,snapshot=on ", Command(disk), StringComparison.Ordinal);
        Assert.DoesNotContain("snapshot", Command(disk with { Snapshot = false }), StringComparison.Ordinal);
    }

    [Fact]
    public void UefiTakesItsFirmwareAndIsMissedByName()
    {
        MachineDescription medium = new() { Medium = "/a.iso", Firmware = Firmware.Uefi };

        Assert.Contains("unit=1,file=/copy.fd", string.Join(' ', MachineCommand.Arguments(medium, Slow, "/copy.fd")), StringComparison.Ordinal);
        CosException exception = Assert.Throws<CosException>(() => MachineCommand.Arguments(medium, Slow with { FirmwareCode = null }, null));
        Assert.Equal("COS8312", exception.Diagnostics[0].Code);
        Assert.Contains("ovmf", exception.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8090", "8090:8090")]
    [InlineData("8090:80; 2222:22", "8090:80 2222:22")]
    [InlineData("", "")]
    [InlineData("0", null)]
    [InlineData("65536:1", null)]
    [InlineData("1:2:3", null)]
    [InlineData("http", null)]
    public void PortsAreRead(string text, string? expected)
    {
        bool read = PortForward.TryParseAll(text, out ImmutableArray<PortForward> ports);

        Assert.Equal(expected, read ? string.Join(' ', ports.Select(port => $"{port.Host}:{port.Guest}")) : null);
    }

    [Fact]
    public void ADescriptionIsReadAsItWasWritten()
    {
        MachineDescription machine = new() { Medium = "/ü.iso", Attachment = Attachment.UsbStick, Ports = [new PortForward(1, 2)], Snapshot = false };

        Assert.Equal(machine.ToJson(), MachineDescription.Parse(machine.ToJson()).ToJson());
    }

    private static string Command(MachineDescription machine) => string.Join(' ', MachineCommand.Arguments(machine, Slow, null)) + " ";
}
