using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Cos.Sdk.Disks;

/// <summary>Writes a GUID partition table: protective MBR, table, and its copy at the end of the disk (UEFI specification 2.10, chapter 5).</summary>
/// <remarks>The stream is a file as large as the disk, or a block device; only the sectors of the tables are written.</remarks>
internal static class PartitionTableWriter
{
    private const int HeaderSize = 92;

    /// <summary>Writes the tables. The boot code of the first sector stays as it is; the copy is written first, so that one of both is always whole.</summary>
    public static void Write(Stream disk, PartitionTable table)
    {
        byte[] entries = Entries(table);
        long copy = table.Sectors - PartitionTable.EntrySectors - 1;
        Write(disk, copy, entries);
        Write(disk, table.Sectors - 1, Header(table, entries, at: table.Sectors - 1, other: 1, entriesAt: copy));
        disk.Flush();
        Write(disk, 2, entries);
        Write(disk, 1, Header(table, entries, at: 1, other: table.Sectors - 1, entriesAt: 2));
        WriteProtectiveRecord(disk, table);
        disk.Flush();
    }

    private static void Write(Stream disk, long sector, ReadOnlySpan<byte> content)
    {
        disk.Position = sector * PartitionTable.SectorSize;
        disk.Write(content);
    }

    /// <summary>One partition over the whole disk keeps programs that know only the old table from taking it for empty.</summary>
    private static void WriteProtectiveRecord(Stream disk, PartitionTable table)
    {
        byte[] record = new byte[PartitionTable.SectorSize];
        disk.Position = 0;
        disk.ReadAtLeast(record, record.Length, throwOnEndOfStream: false);
        record.AsSpan(440..510).Clear();
        Span<byte> entry = record.AsSpan(446, 16);
        // Not active; from cylinder 0, head 0, sector 2 on; type EE; to the largest address there is.
        ReadOnlySpan<byte> protective = [0, 0x00, 0x02, 0x00, 0xEE, 0xFF, 0xFF, 0xFF];
        protective.CopyTo(entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], (uint)Math.Min(table.Sectors - 1, uint.MaxValue));
        record[510] = 0x55;
        record[511] = 0xAA;
        Write(disk, 0, record);
    }

    private static byte[] Header(PartitionTable table, ReadOnlySpan<byte> entries, long at, long other, long entriesAt)
    {
        byte[] sector = new byte[PartitionTable.SectorSize];
        Span<byte> header = sector;
        "EFI PART"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], 0x0001_0000);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], HeaderSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], at);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], other);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], PartitionTable.FirstUsable);
        BinaryPrimitives.WriteInt64LittleEndian(header[48..], table.LastUsable);
        table.DiskId.TryWriteBytes(header[56..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[72..], entriesAt);
        BinaryPrimitives.WriteInt32LittleEndian(header[80..], PartitionTable.Entries);
        BinaryPrimitives.WriteInt32LittleEndian(header[84..], PartitionTable.EntrySize);
        BinaryPrimitives.WriteUInt32LittleEndian(header[88..], Crc32.HashToUInt32(entries));
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], Crc32.HashToUInt32(header[..HeaderSize]));
        return sector;
    }

    private static byte[] Entries(PartitionTable table)
    {
        byte[] all = new byte[PartitionTable.Entries * PartitionTable.EntrySize];
        for (int index = 0; index < table.Partitions.Length; index++)
        {
            Partition partition = table.Partitions[index];
            Span<byte> entry = all.AsSpan(index * PartitionTable.EntrySize, PartitionTable.EntrySize);
            partition.Type.TryWriteBytes(entry);
            partition.Id.TryWriteBytes(entry[16..]);
            BinaryPrimitives.WriteInt64LittleEndian(entry[32..], partition.FirstSector);
            BinaryPrimitives.WriteInt64LittleEndian(entry[40..], partition.LastSector);
            Encoding.Unicode.GetBytes(partition.Name, entry[56..]);
        }
        return all;
    }
}
