namespace Cos.Sdk.IntegrationTests.Boot;

/// <summary>What starts the sample on BIOS machines; on UEFI machines it is always GRUB.</summary>
public enum BiosLoader
{
    /// <summary>The medium of iso.yaml.</summary>
    Isolinux,

    /// <summary>The medium of iso-grub.yaml.</summary>
    Grub,
}
