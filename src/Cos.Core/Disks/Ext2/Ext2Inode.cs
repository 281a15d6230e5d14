using System.Buffers.Binary;

namespace Cos.Sdk.Disks.Ext2;

/// <summary>An inode, kept until the file system is finished: links to it may still come.</summary>
internal sealed class Ext2Inode
{
    /// <summary>Pointers in an inode: to 12 blocks, and to one list of blocks of each depth.</summary>
    public const int Pointers = 15;

    private const int ExtraSize = 32;
    private const int PointersOffset = 0x28;

    /// <summary>Kind and permissions, as <c>st_mode</c> has them.</summary>
    public required int Mode { get; init; }

    /// <summary>Owner.</summary>
    public uint User { get; init; }

    /// <summary>Group.</summary>
    public uint Group { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long Time { get; init; }

    /// <summary>Names that lead to it.</summary>
    public int Links { get; set; }

    /// <summary>Bytes of content.</summary>
    public long Size { get; set; }

    /// <summary>Blocks of its own: content, lists of blocks, extended attributes.</summary>
    public long Blocks { get; set; }

    /// <summary>Where its content lies; or the text of a short symbolic link, or a device's number.</summary>
    public byte[] Content { get; } = new byte[Pointers * sizeof(uint)];

    /// <summary>The block of its extended attributes; 0 for none.</summary>
    public uint AttributeBlock { get; set; }

    /// <summary>Sets a pointer.</summary>
    public void Point(int index, long block) => BinaryPrimitives.WriteUInt32LittleEndian(Content.AsSpan(index * sizeof(uint)), (uint)block);

    /// <summary>Its 256 bytes on disk.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)Mode);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[0x02..], (ushort)User);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[0x04..], (uint)Size);
        foreach (int time in (ReadOnlySpan<int>)[0x08, 0x0C, 0x10, 0x90])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[time..], (uint)Time);
        }
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[0x18..], (ushort)Group);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[0x1A..], (ushort)Links);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[0x1C..], (uint)(Blocks * (Ext2Geometry.BlockSize / 512)));
        Content.CopyTo(bytes[PointersOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[0x68..], AttributeBlock);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[0x6C..], (uint)(Size >> 32));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[0x78..], (ushort)(User >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[0x7A..], (ushort)(Group >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[0x80..], ExtraSize);
        // Times beyond 2038 have two more bits.
        uint epoch = (uint)((Time - (int)Time) >> 32) & 3;
        foreach (int extra in (ReadOnlySpan<int>)[0x84, 0x88, 0x8C, 0x94])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[extra..], epoch);
        }
    }
}
