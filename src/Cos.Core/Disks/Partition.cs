namespace Cos.Sdk.Disks;

/// <summary>An entry of a GUID partition table.</summary>
/// <param name="Name">At most 36 UTF-16 units; the label of the file system where it has one.</param>
/// <param name="Type">See <see cref="PartitionTypes"/>.</param>
/// <param name="Id">Of this partition on this disk.</param>
/// <param name="FirstSector">Sector of 512 bytes.</param>
/// <param name="Sectors">How many.</param>
internal sealed record Partition(string Name, Guid Type, Guid Id, long FirstSector, long Sectors)
{
    /// <summary>The last sector that belongs to it.</summary>
    public long LastSector => FirstSector + Sectors - 1;

    /// <summary>Where it begins on the disk, in bytes.</summary>
    public long Offset => FirstSector * PartitionTable.SectorSize;

    /// <summary>Bytes.</summary>
    public long Size => Sectors * PartitionTable.SectorSize;
}
