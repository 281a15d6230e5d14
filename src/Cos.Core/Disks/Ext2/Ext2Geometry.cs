namespace Cos.Sdk.Disks.Ext2;

/// <summary>Where the parts of an ext2 file system lie: a function of its size.</summary>
/// <remarks>Block groups of 128 MiB; copies of the superblock in groups 0, 1 and powers of 3, 5 and 7 (sparse_super).</remarks>
internal sealed class Ext2Geometry
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockSize = 4096;

    /// <summary>Bytes of an inode.</summary>
    public const int InodeSize = 256;

    /// <summary>Blocks of a group: as many as a bitmap of one block has bits.</summary>
    public const int BlocksPerGroup = 8 * BlockSize;

    /// <summary>Inodes of one block.</summary>
    public const int InodesPerBlock = BlockSize / InodeSize;

    /// <summary>Room that one file takes on average, at least; a system of packages has about 20 KiB.</summary>
    private const int BytesPerInode = 8192;

    private const int DescriptorSize = 32;

    /// <param name="size">Bytes; what is no whole block is left over.</param>
    public Ext2Geometry(long size)
    {
        Blocks = size / BlockSize;
        Groups = (int)((Blocks + BlocksPerGroup - 1) / BlocksPerGroup);
        long perGroup = Math.Min(Blocks, BlocksPerGroup) * BlockSize / BytesPerInode;
        InodesPerGroup = (int)((perGroup + InodesPerBlock - 1) / InodesPerBlock * InodesPerBlock);
        // A last group without room for its own tables is none.
        if (Groups > 1 && Blocks - ((long)(Groups - 1) * BlocksPerGroup) < MetadataBlocks(Groups - 1) + 8)
        {
            Groups--;
            Blocks = (long)Groups * BlocksPerGroup;
        }
    }

    /// <summary>Blocks of the file system.</summary>
    public long Blocks { get; }

    /// <summary>Its groups.</summary>
    public int Groups { get; }

    /// <summary>Inodes of each group.</summary>
    public int InodesPerGroup { get; }

    /// <summary>Inodes of the file system; they are numbered from 1 on.</summary>
    public long Inodes => (long)Groups * InodesPerGroup;

    /// <summary>Blocks of the list of groups.</summary>
    public int DescriptorBlocks => ((Groups * DescriptorSize) + BlockSize - 1) / BlockSize;

    /// <summary>The first block of a group.</summary>
    public static long Start(int group) => (long)group * BlocksPerGroup;

    /// <summary>Blocks of a group; the last one may have fewer than others.</summary>
    public int Length(int group) => (int)Math.Min(BlocksPerGroup, Blocks - Start(group));

    /// <summary>Whether a group begins with a superblock and the list of groups.</summary>
    public static bool HasSuperblock(int group) => group <= 1 || IsPower(group, 3) || IsPower(group, 5) || IsPower(group, 7);

    /// <summary>The block of a group's map of blocks; that of its inodes follows, then the inodes.</summary>
    public long BlockBitmap(int group) => Start(group) + (HasSuperblock(group) ? 1 + DescriptorBlocks : 0);

    /// <summary>The block of a group's map of inodes.</summary>
    public long InodeBitmap(int group) => BlockBitmap(group) + 1;

    /// <summary>The first block of a group's inodes.</summary>
    public long InodeTable(int group) => BlockBitmap(group) + 2;

    /// <summary>Blocks at the beginning of a group that hold no content of files.</summary>
    public int MetadataBlocks(int group) => (int)(InodeTable(group) - Start(group)) + (InodesPerGroup / InodesPerBlock);

    /// <summary>Where an inode lies, in bytes.</summary>
    public long InodeOffset(long inode) =>
        (InodeTable((int)((inode - 1) / InodesPerGroup)) * BlockSize) + ((inode - 1) % InodesPerGroup * InodeSize);

    private static bool IsPower(int number, int of)
    {
        int power = of;
        while (power < number)
        {
            power *= of;
        }
        return power == number;
    }
}
