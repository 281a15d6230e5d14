using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Disks;

/// <summary>How large a disk and its parts are, in MiB.</summary>
internal sealed record DiskSizes
{
    /// <summary>What a file system of 4 KiB blocks takes for itself, with its journal, at most.</summary>
    public const int FileSystemRoom = 256;

    /// <summary>The partition of GRUB's second stage, and the room before the first and behind the last partition.</summary>
    private const int Fixed = 3;

    /// <summary>FAT32 has at least 65,525 clusters.</summary>
    private const int LeastGrub = 40;

    private const int LeastFileSystem = 16;

    /// <summary>A GUID partition table for 512-byte sectors reaches further; tools for virtual disks do not.</summary>
    private const int Most = 2_000_000;

    /// <summary>The EFI system partition.</summary>
    public int Grub { get; init; } = 64;

    /// <summary>COS_OEM.</summary>
    public int Oem { get; init; } = 64;

    /// <summary>Each of the images in COS_STATE.</summary>
    public int Image { get; init; } = 3240;

    /// <summary>COS_STATE; 0 for just the room of three images: the active one, the passive one, and the next while an upgrade writes it.</summary>
    public int State { get; init; }

    /// <summary>COS_RECOVERY; 0 for the size of an image and the file system's own room, which holds two squashfs of the same system.</summary>
    public int Recovery { get; init; }

    /// <summary>COS_PERSISTENT; 0 for what is left of <see cref="Disk"/>, or 2,048 where that is 0 too.</summary>
    public int Persistent { get; init; }

    /// <summary>The whole disk; 0 for the sum of its parts.</summary>
    public int Disk { get; init; }

    /// <summary>The sizes with none of them 0.</summary>
    /// <exception cref="CosException">COS8375: COS_STATE cannot hold three images; COS8376: the parts do not fit; COS8379: one is too small or too large.</exception>
    public DiskSizes Complete()
    {
        int state = State > 0 ? State : LeastState;
        int recovery = Recovery > 0 ? Recovery : Image + FileSystemRoom;
        long others = (long)Fixed + Grub + Oem + state + recovery;
        long persistent = Persistent > 0 ? Persistent : Disk > 0 ? Disk - others : 2048;
        long disk = Disk > 0 ? Disk : others + persistent;
        Check("CosGrubSize", Grub, LeastGrub);
        Check("CosOemSize", Oem, LeastFileSystem);
        Check("CosImageSize", Image, LeastFileSystem);
        Check("CosRecoverySize", recovery, LeastFileSystem);
        if (state < LeastState)
        {
            throw new CosException(MediaDiagnostics.StateTooSmall(state, Image, LeastState));
        }
        if (persistent < LeastFileSystem || others + persistent > disk)
        {
            throw new CosException(MediaDiagnostics.DiskTooSmall(disk, others + Math.Max(persistent, LeastFileSystem)));
        }
        Check("CosDiskSize", disk, LeastFileSystem);
        return this with { State = state, Recovery = recovery, Persistent = (int)persistent, Disk = (int)disk };
    }

    /// <summary>Three images are there at once while an upgrade is written.</summary>
    private int LeastState => (3 * Image) + FileSystemRoom;

    private static void Check(string name, long value, int least)
    {
        if (value < least || value > Most)
        {
            throw new CosException(MediaDiagnostics.InvalidSize(name, value, least, Most));
        }
    }
}
