using System.Collections.Immutable;

namespace Cos.Sdk.Disks;

/// <summary>The partitions of an installed disk: one disk boots BIOS and UEFI machines.</summary>
internal static class DiskLayout
{
    private const long SectorsPerMebibyte = (1 << 20) / PartitionTable.SectorSize;

    /// <summary>Lays the partitions out, each at a multiple of 1 MiB, the persistent one last so that it may grow.</summary>
    /// <param name="sizes">As <see cref="DiskSizes.Complete"/> gives them.</param>
    /// <param name="identity">Gives the identifiers.</param>
    /// <param name="sectors">Of the disk, where it need not be whole MiB; 0 for what the sizes say.</param>
    public static PartitionTable Create(DiskSizes sizes, DiskIdentity identity, long sectors = 0)
    {
        (string Name, Guid Type, int Size)[] wanted =
        [
            (DiskLabels.Bios, PartitionTypes.BiosBoot, 1),
            (DiskLabels.Grub, PartitionTypes.EfiSystem, sizes.Grub),
            (DiskLabels.Oem, PartitionTypes.Linux, sizes.Oem),
            (DiskLabels.State, PartitionTypes.Linux, sizes.State),
            (DiskLabels.Recovery, PartitionTypes.Linux, sizes.Recovery),
            (DiskLabels.Persistent, PartitionTypes.Linux, sizes.Persistent),
        ];
        ImmutableArray<Partition>.Builder partitions = ImmutableArray.CreateBuilder<Partition>(wanted.Length);
        long next = PartitionTable.Alignment;
        foreach ((string name, Guid type, int size) in wanted)
        {
            long length = size * SectorsPerMebibyte;
            partitions.Add(new Partition(name, type, identity.For("partition " + name), next, length));
            next += length;
        }
        return new PartitionTable(identity.Disk, sectors > 0 ? sectors : sizes.Disk * SectorsPerMebibyte, partitions.MoveToImmutable());
    }
}
