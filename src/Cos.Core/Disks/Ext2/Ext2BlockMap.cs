using System.Buffers.Binary;

namespace Cos.Sdk.Disks.Ext2;

/// <summary>The lists that say which block of a file lies where: 12 in the inode, the others in lists of lists of up to three levels.</summary>
/// <remarks>Blocks are added in the order of the file. What is not added is a hole.</remarks>
internal sealed class Ext2BlockMap(Ext2Blocks blocks, Ext2Inode inode)
{
    private const int Direct = 12;
    private const int PerList = Ext2Geometry.BlockSize / sizeof(uint);
    private const int MaxDepth = 3;

    private readonly OpenList?[] _open = new OpenList?[MaxDepth + 1];

    /// <summary>The largest file, in blocks.</summary>
    public const long MaxBlocks = Direct + PerList + ((long)PerList * PerList) + ((long)PerList * PerList * PerList);

    /// <summary>Says where a block of the file lies.</summary>
    public void Add(long logical, long block)
    {
        if (logical < Direct)
        {
            inode.Point((int)logical, block);
            return;
        }
        long rest = logical - Direct;
        int depth = 1;
        long span = PerList;
        while (rest >= span)
        {
            rest -= span;
            span *= PerList;
            depth++;
        }
        OpenList list = Open(depth, depth, start: 0);
        for (int level = depth; level > 1; level--)
        {
            span /= PerList;
            long start = rest / span * span;
            OpenList next = Open(level - 1, depth, start);
            list.Point((int)(rest / span % PerList), next.Block);
            list = next;
        }
        list.Point((int)(rest % PerList), block);
    }

    /// <summary>Writes the lists.</summary>
    public void Finish()
    {
        for (int level = 1; level <= MaxDepth; level++)
        {
            Close(level);
        }
    }

    /// <summary>The list of a level that begins at a block of its depth; the one before it is full.</summary>
    private OpenList Open(int level, int depth, long start)
    {
        if (_open[level] is { } open && open.Depth == depth && open.Start == start)
        {
            return open;
        }
        Close(level);
        OpenList list = new(blocks.Take(), depth, start);
        inode.Blocks++;
        _open[level] = list;
        if (level == depth)
        {
            inode.Point(Direct + depth - 1, list.Block);
        }
        return list;
    }

    private void Close(int level)
    {
        if (_open[level] is { } list)
        {
            blocks.WriteAt(list.Block * Ext2Geometry.BlockSize, list.Content);
            _open[level] = null;
        }
    }

    private sealed record OpenList(long Block, int Depth, long Start)
    {
        public byte[] Content { get; } = new byte[Ext2Geometry.BlockSize];

        public void Point(int index, long block) => BinaryPrimitives.WriteUInt32LittleEndian(Content.AsSpan(index * sizeof(uint)), (uint)block);
    }
}
