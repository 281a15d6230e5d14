namespace Cos.Sdk.Disks;

/// <summary>The labels of an installed disk: of partitions, of their file systems, and of the images in them.</summary>
internal static class DiskLabels
{
    /// <summary>The partition of GRUB's second stage; no file system.</summary>
    public const string Bios = "bios";

    /// <summary>The EFI system partition, vfat.</summary>
    public const string Grub = "COS_GRUB";

    /// <summary>Cloud-config of the machine, ext4.</summary>
    public const string Oem = "COS_OEM";

    /// <summary>The system's images, GRUB's configuration and environment, ext4.</summary>
    public const string State = "COS_STATE";

    /// <summary>The recovery system, ext4.</summary>
    public const string Recovery = "COS_RECOVERY";

    /// <summary>What the machine keeps, ext4.</summary>
    public const string Persistent = "COS_PERSISTENT";

    /// <summary>The image that is booted.</summary>
    public const string Active = "COS_ACTIVE";

    /// <summary>The image that was booted before the last upgrade.</summary>
    public const string Passive = "COS_PASSIVE";

    /// <summary>A recovery system that is no squashfs.</summary>
    public const string System = "COS_SYSTEM";
}
