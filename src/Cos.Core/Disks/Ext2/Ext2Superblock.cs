using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Disks.Ext2;

/// <summary>What describes a file system: superblocks, the list of groups, the maps of what is used.</summary>
internal sealed class Ext2Superblock(SafeFileHandle file, Ext2Geometry geometry, Ext2Options options)
{
    /// <summary>Where the first superblock lies; copies lie at the beginning of their block.</summary>
    public const int FirstOffset = 1024;

    /// <summary>Bytes of a superblock.</summary>
    public const int Size = 1024;

    /// <summary>The identifier's place in a superblock; the label follows it.</summary>
    public const int IdOffset = 0x68;

    /// <summary>The label's place in a superblock.</summary>
    public const int LabelOffset = 0x78;

    /// <summary>Bytes of a label.</summary>
    public const int LabelLength = 16;

    /// <summary>The number of its group in a copy of the superblock.</summary>
    private const int GroupOffset = 0x5A;

    private const int DescriptorSize = 32;

    /// <summary>Writes everything.</summary>
    /// <param name="nextBlock">All blocks before it are used.</param>
    /// <param name="lastInode">All inodes up to it are used.</param>
    /// <param name="folders">The inodes that are folders.</param>
    public void Write(long nextBlock, uint lastInode, IReadOnlyCollection<uint> folders)
    {
        byte[] groups = new byte[geometry.DescriptorBlocks * Ext2Geometry.BlockSize];
        ILookup<int, uint> foldersOf = folders.ToLookup(folder => (int)((folder - 1) / geometry.InodesPerGroup));
        long freeBlocks = 0;
        for (int group = 0; group < geometry.Groups; group++)
        {
            int usedBlocks = (int)Math.Clamp(nextBlock - Ext2Geometry.Start(group), geometry.MetadataBlocks(group), geometry.Length(group));
            int usedInodes = (int)Math.Clamp(lastInode - ((long)group * geometry.InodesPerGroup), 0, geometry.InodesPerGroup);
            freeBlocks += geometry.Length(group) - usedBlocks;
            WriteMap(geometry.BlockBitmap(group), usedBlocks, geometry.Length(group));
            WriteMap(geometry.InodeBitmap(group), usedInodes, geometry.InodesPerGroup);
            Span<byte> entry = groups.AsSpan(group * DescriptorSize, DescriptorSize);
            BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)geometry.BlockBitmap(group));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], (uint)geometry.InodeBitmap(group));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)geometry.InodeTable(group));
            BinaryPrimitives.WriteUInt16LittleEndian(entry[12..], (ushort)(geometry.Length(group) - usedBlocks));
            BinaryPrimitives.WriteUInt16LittleEndian(entry[14..], (ushort)(geometry.InodesPerGroup - usedInodes));
            BinaryPrimitives.WriteUInt16LittleEndian(entry[16..], (ushort)foldersOf[group].Count());
        }
        byte[] superblock = Describe(freeBlocks, geometry.Inodes - lastInode);
        for (int group = 0; group < geometry.Groups; group++)
        {
            if (Ext2Geometry.HasSuperblock(group))
            {
                long start = Ext2Geometry.Start(group) * Ext2Geometry.BlockSize;
                BinaryPrimitives.WriteUInt16LittleEndian(superblock.AsSpan(GroupOffset), (ushort)group);
                RandomAccess.Write(file, superblock, start + (group == 0 ? FirstOffset : 0));
                RandomAccess.Write(file, groups, start + Ext2Geometry.BlockSize);
            }
        }
    }

    /// <summary>A bit for each thing that is used, and for what is none.</summary>
    private void WriteMap(long block, int used, int count)
    {
        byte[] map = new byte[Ext2Geometry.BlockSize];
        Fill(map, 0, used);
        Fill(map, count, Ext2Geometry.BlocksPerGroup);
        RandomAccess.Write(file, map, block * Ext2Geometry.BlockSize);
    }

    private static void Fill(byte[] map, int from, int to)
    {
        for (; from < to && from % 8 != 0; from++)
        {
            map[from / 8] |= (byte)(1 << (from % 8));
        }
        if (from < to)
        {
            map.AsSpan(from / 8, (to - from) / 8).Fill(0xFF);
            for (from += (to - from) / 8 * 8; from < to; from++)
            {
                map[from / 8] |= (byte)(1 << (from % 8));
            }
        }
    }

    private byte[] Describe(long freeBlocks, long freeInodes)
    {
        byte[] bytes = new byte[Size];
        void Put(int offset, long value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), (uint)value);
        void PutShort(int offset, int value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), (ushort)value);
        Put(0x00, geometry.Inodes);
        Put(0x04, geometry.Blocks);
        Put(0x0C, freeBlocks);
        Put(0x10, freeInodes);
        // Blocks and, of the same size, fragments: 1024 << 2 bytes.
        Put(0x18, 2);
        Put(0x1C, 2);
        Put(0x20, Ext2Geometry.BlocksPerGroup);
        Put(0x24, Ext2Geometry.BlocksPerGroup);
        Put(0x28, geometry.InodesPerGroup);
        Put(0x30, options.Epoch);
        // Never checked by the number of mounts.
        PutShort(0x36, ushort.MaxValue);
        PutShort(0x38, 0xEF53);
        // Unmounted cleanly; goes on after errors.
        PutShort(0x3A, 1);
        PutShort(0x3C, 1);
        Put(0x40, options.Epoch);
        // Revision 1; the first inode that is nobody's own.
        Put(0x4C, 1);
        Put(0x54, 11);
        PutShort(0x58, Ext2Geometry.InodeSize);
        // ext_attr; filetype; sparse_super, large_file.
        Put(0x5C, 0x8);
        Put(0x60, 0x2);
        Put(0x64, 0x1 | 0x2);
        options.Id.TryWriteBytes(bytes.AsSpan(IdOffset), bigEndian: true, out _);
        Encoding.UTF8.GetBytes(options.Label, bytes.AsSpan(LabelOffset, LabelLength));
        // Mounted with extended attributes and access lists.
        Put(0x100, 0x4 | 0x8);
        Put(0x108, options.Epoch);
        PutShort(0x15E, 32);
        Put(0x160, 1);
        return bytes;
    }
}
