namespace Cos.Sdk.Diagnostics;

internal static partial class MediaDiagnostics
{
    /// <summary>COS8375: an upgrade would not find room on COS_STATE.</summary>
    public static Diagnostic StateTooSmall(int state, int image, int needed) => Area.Error("COS8375", null, state, image, needed);

    /// <summary>COS8376: the partitions are larger than the disk.</summary>
    public static Diagnostic DiskTooSmall(long disk, long needed) => Area.Error("COS8376", null, disk, needed);

    /// <summary>COS8377: the system's boot loader cannot be put on a disk.</summary>
    public static Diagnostic BootImageUnusable(string file, string reason) => Area.Error("COS8377", null, "/" + file, reason);

    /// <summary>COS8378: a disk has no partition table that can be read.</summary>
    public static Diagnostic NoPartitionTable(string disk) => Area.Error("COS8378", null, disk);

    /// <summary>COS8379: a size that a disk cannot have.</summary>
    public static Diagnostic InvalidSize(string property, long value, int least, int most) => Area.Error("COS8379", null, property, value, least, most);

    /// <summary>COS8380: GRUB's environment is none, or too full.</summary>
    public static Diagnostic GrubEnvironmentDamaged(string file) => Area.Error("COS8380", null, file);

    /// <summary>COS8381: the system is larger than its image.</summary>
    public static Diagnostic ImageTooSmall(long size, long needed) => Area.Error("COS8381", null, size, needed);

    /// <summary>COS8382: the system has more files than its image can hold.</summary>
    public static Diagnostic TooManyFiles(long files, long size, long needed) => Area.Error("COS8382", null, files, size, needed);

    /// <summary>COS8383: extended attributes that ext2 cannot hold.</summary>
    public static Diagnostic AttributeNotHeld(string path, string reason) => Area.Error("COS8383", null, path, reason);

    /// <summary>COS8384: a name that ext2 cannot hold.</summary>
    public static Diagnostic NameTooLong(string path) => Area.Error("COS8384", null, path);

    /// <summary>COS8385: a root file system that contradicts itself.</summary>
    public static Diagnostic EntryTwice(string path) => Area.Error("COS8385", null, path);

    /// <summary>COS8386: an OVA cannot hold a file as large as the disk.</summary>
    public static Diagnostic DiskTooLargeForOva(long size) => Area.Error("COS8386", null, size);

    /// <summary>COS8387: the system does not bring what a disk boots with.</summary>
    public static Diagnostic SystemWithoutBootFiles(string files) => Area.Error("COS8387", null, files);

    /// <summary>COS8388: the recovery system does not fit its partition.</summary>
    public static Diagnostic RecoveryTooSmall(long size, long needed) => Area.Error("COS8388", null, size, needed);

    /// <summary>COS8389: no disks are made for the architecture.</summary>
    public static Diagnostic NoDisksFor(string architecture) => Area.Error("COS8389", null, architecture);
}
