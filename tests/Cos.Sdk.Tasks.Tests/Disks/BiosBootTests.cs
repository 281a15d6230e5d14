using System.Buffers.Binary;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks;

namespace Cos.Sdk.Tests.Disks;

public sealed class BiosBootTests
{
    private static readonly Partition Place = new(DiskLabels.Bios, PartitionTypes.BiosBoot, Guid.Empty, 2048, 2048);

    [Fact]
    public void Install_TellsEachStageWhereTheNextIs_AndLeavesTheRestAlone()
    {
        byte[] disk = new byte[4096 * 512];
        disk.AsSpan(0, 512).Fill(0x11);
        using MemoryStream stream = new(disk);
        byte[] core = Filled(512 * 3 + 100, 0xCC);

        BiosBoot.Install(stream, Place, BootImage(), core);

        Assert.Equal(0xB0, disk[0]);
        // What may be a BIOS parameter block, disk signature and partition table are the disk's own.
        Assert.All(disk[3..0x5A].Concat(disk[0x1B8..0x1FE]), value => Assert.Equal(0x11, value));
        Assert.Equal(2048, BinaryPrimitives.ReadInt64LittleEndian(disk.AsSpan(0x5C)));
        Assert.Equal([0xFF, 0xB0, 0x90, 0x90, 0xB0], disk[0x64..0x69]);
        Assert.Equal([0x55, 0xAA], disk[510..512]);

        Span<byte> written = disk.AsSpan(2048 * 512);
        Assert.Equal(2049, BinaryPrimitives.ReadInt64LittleEndian(written[500..]));
        Assert.Equal(3, BinaryPrimitives.ReadUInt16LittleEndian(written[508..]));
        Assert.Equal(0xCCCC, BinaryPrimitives.ReadUInt16LittleEndian(written[510..]));
        Assert.Equal(core[512..], written[512..core.Length].ToArray());
        Assert.Equal(0, written[core.Length]);
    }

    [Theory]
    [InlineData(511, 4096, "boot.img")]
    [InlineData(512, 511, "core.img")]
    [InlineData(512, (2048 * 512) + 1, "core.img")]
    public void Install_WhatIsNone_IsRefusedByName(int boot, int core, string file)
    {
        using MemoryStream disk = new();
        CosException failure = Assert.Throws<CosException>(() => BiosBoot.Install(disk, Place, BootImage().AsSpan(0, boot), Filled(core, 1)));
        Diagnostic problem = Assert.Single(failure.Diagnostics);
        Assert.Equal("COS8377", problem.Code);
        Assert.Contains(file, problem.Message, StringComparison.Ordinal);
        Assert.Equal(0, disk.Length);
    }

    private static byte[] BootImage()
    {
        byte[] image = Filled(512, 0xB0);
        image[510] = 0x55;
        image[511] = 0xAA;
        return image;
    }

    private static byte[] Filled(int length, byte value)
    {
        byte[] content = new byte[length];
        content.AsSpan().Fill(value);
        return content;
    }
}
