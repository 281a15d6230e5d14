namespace Cos.Sdk.Disks.Virtual;

/// <summary>What a package of a virtual machine says about the machine.</summary>
/// <param name="Name">Of the machine and of its files, without ending: letters, digits, dot, hyphen, underscore.</param>
/// <param name="DiskSize">Bytes of the disk.</param>
/// <param name="Memory">MiB.</param>
/// <param name="Processors">How many.</param>
/// <param name="IsUefi">Whether UEFI starts it, else BIOS.</param>
/// <param name="Id">Identifies the content.</param>
internal sealed record VirtualMachineSettings(string Name, long DiskSize, int Memory, int Processors, bool IsUefi, Guid Id);
