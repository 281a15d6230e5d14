using System.Buffers.Binary;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Disks;

/// <summary>
/// Puts GRUB on a disk for BIOS machines: its boot record into the first sector, its second stage into the BIOS boot partition, each told
/// where the next one lies. What <c>grub-bios-setup</c> does, without a device.
/// </summary>
internal static class BiosBoot
{
    /// <summary>The boot record: where the second stage begins, a sector number of 8 bytes.</summary>
    private const int KernelSector = 0x5C;

    /// <summary>The boot record: the drive of the second stage; FF is the one that was booted.</summary>
    private const int BootDrive = 0x64;

    /// <summary>The boot record: a jump that is made to nothing on hard disks, since some BIOSes pass a wrong drive.</summary>
    private const int DriveCheck = 0x66;

    /// <summary>Boot code ends where disk signature and partition table begin; its first bytes up to here may be a BIOS parameter block.</summary>
    private const int CodeStart = 0x5A;
    private const int CodeEnd = 0x1B8;

    /// <summary>The second stage's first sector ends in a list of where its other sectors are: sector (8 bytes), count (2), segment (2).</summary>
    private const int BlockList = PartitionTable.SectorSize - 12;

    /// <summary>Writes both. Call it after the partition table is written, or before; neither touches the other's bytes.</summary>
    /// <param name="disk">A file or block device.</param>
    /// <param name="partition">The BIOS boot partition.</param>
    /// <param name="bootImage">GRUB's <c>boot.img</c>.</param>
    /// <param name="coreImage">The image that <c>grub-mkimage -O i386-pc</c> made.</param>
    /// <exception cref="CosException">COS8377: they are not what they should be, or too large.</exception>
    public static void Install(Stream disk, Partition partition, ReadOnlySpan<byte> bootImage, ReadOnlySpan<byte> coreImage)
    {
        if (bootImage.Length != PartitionTable.SectorSize || bootImage[510] != 0x55 || bootImage[511] != 0xAA)
        {
            throw new CosException(MediaDiagnostics.BootImageUnusable(DiskFiles.SystemBootImage, "it is no boot record of 512 bytes"));
        }
        if (coreImage.Length < 2 * PartitionTable.SectorSize || coreImage.Length > partition.Size)
        {
            throw new CosException(MediaDiagnostics.BootImageUnusable(
                DiskFiles.SystemCoreImage, $"it has {coreImage.Length} bytes, and has to have 1,024 to {partition.Size}"));
        }
        WriteCore(disk, partition, coreImage);
        WriteRecord(disk, partition, bootImage);
        disk.Flush();
    }

    private static void WriteCore(Stream disk, Partition partition, ReadOnlySpan<byte> coreImage)
    {
        int sectors = (coreImage.Length + PartitionTable.SectorSize - 1) / PartitionTable.SectorSize;
        byte[] core = new byte[sectors * PartitionTable.SectorSize];
        coreImage.CopyTo(core);
        BinaryPrimitives.WriteInt64LittleEndian(core.AsSpan(BlockList), partition.FirstSector + 1);
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(BlockList + 8), (ushort)(sectors - 1));
        disk.Position = partition.Offset;
        disk.Write(core);
    }

    private static void WriteRecord(Stream disk, Partition partition, ReadOnlySpan<byte> bootImage)
    {
        byte[] record = new byte[PartitionTable.SectorSize];
        disk.Position = 0;
        disk.ReadAtLeast(record, record.Length, throwOnEndOfStream: false);
        bootImage[..3].CopyTo(record);
        bootImage[CodeStart..CodeEnd].CopyTo(record.AsSpan(CodeStart));
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(KernelSector), partition.FirstSector);
        record[BootDrive] = 0xFF;
        record[DriveCheck] = 0x90;
        record[DriveCheck + 1] = 0x90;
        record[510] = 0x55;
        record[511] = 0xAA;
        disk.Position = 0;
        disk.Write(record);
    }
}
