using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks;

namespace Cos.Sdk.Tests.Disks;

public sealed class PartitionTableTests
{
    private static readonly DiskSizes Sizes = new DiskSizes { Image = 700, Disk = 6000 }.Complete();

    private static readonly PartitionTable Table = DiskLayout.Create(Sizes, new DiskIdentity("content"));

    [Fact]
    public void Write_GivesWhatIsRead_AtBothEnds()
    {
        using FileStream disk = Written(Table);
        AssertSame(Table, PartitionTableReader.Read(disk, Table.Sectors, "disk"));

        WriteSector(disk, 1, new byte[512]);
        AssertSame(Table, PartitionTableReader.Read(disk, Table.Sectors, "disk"));

        byte[] damaged = ReadSector(disk, Table.Sectors - 1);
        damaged[60] ^= 1;
        WriteSector(disk, Table.Sectors - 1, damaged);
        CosException failure = Assert.Throws<CosException>(() => PartitionTableReader.Read(disk, Table.Sectors, "disk"));
        Assert.Equal("COS8378", Assert.Single(failure.Diagnostics).Code);
    }

    [Fact]
    public void Write_ProtectsTheDiskFromProgramsThatKnowTheOldTable()
    {
        using FileStream disk = Written(Table);
        byte[] record = ReadSector(disk, 0);
        Assert.Equal([0x00, 0x00, 0x02, 0x00, 0xEE, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0], record[446..458]);
        Assert.Equal(Table.Sectors - 1, BitConverter.ToUInt32(record, 458));
        Assert.All(record[462..510], value => Assert.Equal(0, value));
        Assert.Equal([0x55, 0xAA], record[510..]);
    }

    [Fact]
    public void Layout_HasThePartitionsInOrder_EachOnAMebibyte_AndTheLastOneAtTheEnd()
    {
        Assert.Equal(
            [DiskLabels.Bios, DiskLabels.Grub, DiskLabels.Oem, DiskLabels.State, DiskLabels.Recovery, DiskLabels.Persistent],
            Table.Partitions.Select(partition => partition.Name));
        Assert.All(Table.Partitions, partition => Assert.Equal(0, partition.FirstSector % PartitionTable.Alignment));
        Assert.All(
            Table.Partitions.Zip(Table.Partitions.Skip(1)), pair => Assert.Equal(pair.First.LastSector + 1, pair.Second.FirstSector));
        Assert.InRange(Table.Partitions[^1].LastSector, Table.LastUsable - PartitionTable.Alignment, Table.LastUsable);
        Assert.Equal(6, Table.Partitions.Select(partition => partition.Id).Append(Table.DiskId).Distinct().Count() - 1);
    }

    [Fact]
    public void Identifiers_ComeFromTheContentAlone()
    {
        Assert.Equal(Table.Partitions, DiskLayout.Create(Sizes, new DiskIdentity("content")).Partitions);
        PartitionTable other = DiskLayout.Create(Sizes, new DiskIdentity("other content"));
        Assert.Empty(Table.Partitions.Select(partition => partition.Id).Intersect(other.Partitions.Select(partition => partition.Id)));
        Assert.Equal(8, Table.DiskId.Version);
    }

    [Fact]
    public void ALargerDisk_GivesItsLastPartitionTheRoom()
    {
        long sectors = Table.Sectors + 1_000_003;
        using FileStream disk = Written(Table);
        disk.SetLength(sectors * 512);
        PartitionTable grown = PartitionTableReader.Read(disk, sectors, "disk").GrowTo(sectors);
        PartitionTableWriter.Write(disk, grown);

        PartitionTable read = PartitionTableReader.Read(disk, sectors, "disk");
        AssertSame(grown, read);
        Assert.Equal(Table.Partitions[..^1], read.Partitions[..^1]);
        Assert.InRange(read.Partitions[^1].LastSector, read.LastUsable - PartitionTable.Alignment, read.LastUsable);
        Assert.Equal(6, read.NumberOf(DiskLabels.Persistent));
    }

    [Theory]
    [InlineData(700, 2355, 0, 0, "COS8375")]
    [InlineData(700, 2356, 3000, 0, "COS8376")]
    [InlineData(700, 0, 6000, 3000, "COS8376")]
    [InlineData(15, 0, 0, 0, "COS8379")]
    [InlineData(700, 0, 3_000_000, 0, "COS8379")]
    public void Sizes_AreCheckedForThreeImagesAndTheDisk(int image, int state, int disk, int persistent, string code)
    {
        DiskSizes sizes = new() { Image = image, State = state, Disk = disk, Persistent = persistent };
        Assert.Equal(code, Assert.Single(Assert.Throws<CosException>(sizes.Complete).Diagnostics).Code);
    }

    [Fact]
    public void Sizes_AreCompletedBothWays()
    {
        DiskSizes bySum = new DiskSizes { Image = 1000 }.Complete();
        Assert.Equal((3256, 1256, 2048, 3 + 64 + 64 + 3256 + 1256 + 2048), (bySum.State, bySum.Recovery, bySum.Persistent, bySum.Disk));
        DiskSizes byDisk = new DiskSizes { Image = 1000, Disk = 20_000 }.Complete();
        Assert.Equal(20_000 - (3 + 64 + 64 + 3256 + 1256), byDisk.Persistent);
    }

    /// <summary>A file of the true size, which holds the tables and nothing between them.</summary>
    private static FileStream Written(PartitionTable table)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose };
        FileStream disk = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        disk.SetLength(table.Sectors * 512);
        PartitionTableWriter.Write(disk, table);
        return disk;
    }

    private static byte[] ReadSector(FileStream disk, long sector)
    {
        byte[] content = new byte[512];
        disk.Position = sector * 512;
        disk.ReadExactly(content);
        return content;
    }

    private static void WriteSector(FileStream disk, long sector, byte[] content)
    {
        disk.Position = sector * 512;
        disk.Write(content);
    }

    private static void AssertSame(PartitionTable expected, PartitionTable actual)
    {
        Assert.Equal(expected.Partitions, actual.Partitions);
        Assert.Equal((expected.DiskId, expected.Sectors), (actual.DiskId, actual.Sectors));
    }
}
