namespace Cos.Sdk.Running;

/// <summary>What starts the boot loader.</summary>
public enum Firmware
{
    /// <summary>SeaBIOS.</summary>
    Bios,

    /// <summary>OVMF, without Secure Boot.</summary>
    Uefi,
}
