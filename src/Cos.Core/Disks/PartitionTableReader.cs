using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Disks;

/// <summary>Reads a GUID partition table; where the first one is damaged, the copy at the end of the disk.</summary>
internal static class PartitionTableReader
{
    /// <summary>Reads the table. A disk that is larger than its table says gives the table's own size, see <see cref="PartitionTable.GrowTo"/>.</summary>
    /// <param name="disk">A file or a block device.</param>
    /// <param name="sectors">Of the disk.</param>
    /// <param name="name">What messages call the disk.</param>
    /// <exception cref="CosException">COS8378: there is none, or both are damaged.</exception>
    public static PartitionTable Read(Stream disk, long sectors, string name) =>
        TryRead(disk, 1, sectors) ?? TryRead(disk, sectors - 1, sectors) ?? throw new CosException(MediaDiagnostics.NoPartitionTable(name));

    private static PartitionTable? TryRead(Stream disk, long sector, long sectors)
    {
        byte[] block = new byte[PartitionTable.SectorSize];
        if (sector < 1 || sector >= sectors || !TryRead(disk, sector, block))
        {
            return null;
        }
        Span<byte> header = block;
        int size = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        if (!header.StartsWith("EFI PART"u8) || size is < 92 or > PartitionTable.SectorSize || !HasItsSum(header[..size]) || Number(header, 24) != sector)
        {
            return null;
        }
        // Where the two headers lie says how large the disk was when they were written.
        long last = Math.Max(sector, Number(header, 32));
        int count = BinaryPrimitives.ReadInt32LittleEndian(header[80..]);
        int length = BinaryPrimitives.ReadInt32LittleEndian(header[84..]);
        if (last >= sectors || count is < 1 or > 1024 || length is < PartitionTable.EntrySize or > 4096 || Number(header, 72) is < 2 || Number(header, 72) >= sectors)
        {
            return null;
        }
        byte[] entries = new byte[count * length];
        return TryRead(disk, Number(header, 72), entries) && Crc32.HashToUInt32(entries) == BinaryPrimitives.ReadUInt32LittleEndian(header[88..])
            ? new PartitionTable(new Guid(header.Slice(56, 16)), last + 1, Partitions(entries, count, length))
            : null;
    }

    private static bool TryRead(Stream disk, long sector, Span<byte> content)
    {
        disk.Position = sector * PartitionTable.SectorSize;
        return disk.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length;
    }

    private static long Number(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadInt64LittleEndian(header[offset..]);

    private static bool HasItsSum(Span<byte> header)
    {
        uint sum = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        header.Slice(16, 4).Clear();
        return Crc32.HashToUInt32(header) == sum;
    }

    private static ImmutableArray<Partition> Partitions(ReadOnlySpan<byte> entries, int count, int length)
    {
        ImmutableArray<Partition>.Builder found = ImmutableArray.CreateBuilder<Partition>();
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(index * length, length);
            Guid type = new(entry[..16]);
            if (type != Guid.Empty)
            {
                long first = Number(entry, 32);
                string label = Encoding.Unicode.GetString(entry.Slice(56, 72)).TrimEnd('\0');
                found.Add(new Partition(label, type, new Guid(entry.Slice(16, 16)), first, Number(entry, 40) - first + 1));
            }
        }
        return found.ToImmutable();
    }
}
