namespace Cos.Sdk.Disks;

/// <summary>The types of partitions that an installed disk has (UEFI specification, table of defined types; systemd's Discoverable Partitions).</summary>
internal static class PartitionTypes
{
    /// <summary>GRUB's second stage, for BIOS machines; it has no file system.</summary>
    public static readonly Guid BiosBoot = new("21686148-6449-6E6F-744E-656564454649");

    /// <summary>The EFI system partition.</summary>
    public static readonly Guid EfiSystem = new("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");

    /// <summary>A file system of Linux.</summary>
    public static readonly Guid Linux = new("0FC63DAF-8483-4772-8E79-3D69D8477DE4");
}
