using System.Collections.Immutable;

namespace Cos.Sdk.Disks;

/// <summary>A GUID partition table for a disk with sectors of 512 bytes.</summary>
/// <param name="DiskId">The disk's identifier.</param>
/// <param name="Sectors">Of the whole disk.</param>
/// <param name="Partitions">In the order of their numbers, which start at 1.</param>
internal sealed record PartitionTable(Guid DiskId, long Sectors, ImmutableArray<Partition> Partitions)
{
    /// <summary>Bytes of a sector.</summary>
    public const int SectorSize = 512;

    /// <summary>Partitions begin at multiples of this many sectors: 1 MiB.</summary>
    public const long Alignment = 2048;

    /// <summary>Entries of a table, as everybody writes them.</summary>
    public const int Entries = 128;

    /// <summary>Bytes of an entry.</summary>
    public const int EntrySize = 128;

    /// <summary>Sectors of the array of entries.</summary>
    public const int EntrySectors = Entries * EntrySize / SectorSize;

    /// <summary>The first sector behind the table at the beginning.</summary>
    public const long FirstUsable = 2 + EntrySectors;

    /// <summary>The last sector before the copy of the table at the end.</summary>
    public long LastUsable => Sectors - EntrySectors - 2;

    /// <summary>The partition of a name; null when there is none.</summary>
    public Partition? Find(string name) => Partitions.FirstOrDefault(partition => string.Equals(partition.Name, name, StringComparison.Ordinal));

    /// <summary>The number of a partition, from 1 on; 0 when there is none of that name.</summary>
    public int NumberOf(string name) => Partitions.Select(partition => partition.Name).ToList().IndexOf(name) + 1;

    /// <summary>The table for a disk that has become larger, its last partition reaching to the new end.</summary>
    /// <param name="sectors">Of the larger disk.</param>
    public PartitionTable GrowTo(long sectors)
    {
        PartitionTable larger = this with { Sectors = sectors };
        if (Partitions.IsEmpty)
        {
            return larger;
        }
        Partition last = Partitions.MaxBy(partition => partition.FirstSector)!;
        long end = larger.LastUsable + 1;
        long length = (end / Alignment * Alignment) - last.FirstSector;
        return larger with { Partitions = Partitions.Replace(last, last with { Sectors = Math.Max(length, last.Sectors) }) };
    }
}
