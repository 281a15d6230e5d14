namespace Cos.Sdk.Disks;

/// <summary>Where things lie on the partitions of an installed disk, and in the system where it brings what the disk boots with; relative, with <c>/</c>.</summary>
internal static class DiskFiles
{
    /// <summary>The folder of images, on COS_STATE and COS_RECOVERY.</summary>
    public const string Images = "cOS";

    /// <summary>On COS_STATE.</summary>
    public const string Active = Images + "/active.img";

    /// <summary>On COS_STATE.</summary>
    public const string Passive = Images + "/passive.img";

    /// <summary>On COS_RECOVERY.</summary>
    public const string Recovery = Images + "/recovery.squashfs";

    /// <summary>GRUB's environment, on COS_STATE.</summary>
    public const string GrubEnvironment = "grubenv";

    /// <summary>GRUB's menu, on COS_STATE.</summary>
    public const string GrubMenu = "grub2/grub.cfg";

    /// <summary>The loader that firmware starts where nothing else is said, on COS_GRUB.</summary>
    public const string EfiLoader = "EFI/BOOT/BOOTX64.EFI";

    /// <summary>In the system: the menu that goes to COS_STATE.</summary>
    public const string SystemMenu = "etc/cos/grub.cfg";

    /// <summary>In the system: who it is.</summary>
    public const string SystemRelease = "etc/os-release";

    /// <summary>In the system: GRUB's code for the first sector.</summary>
    public const string SystemBootImage = "usr/share/cos/boot/boot.img";

    /// <summary>In the system: GRUB's second stage for BIOS machines.</summary>
    public const string SystemCoreImage = "usr/share/cos/boot/core.img";

    /// <summary>In the system: GRUB for UEFI machines.</summary>
    public const string SystemEfiLoader = "usr/share/cos/boot/bootx64.efi";
}
