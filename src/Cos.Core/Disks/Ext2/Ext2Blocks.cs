using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Disks.Ext2;

/// <summary>
/// Gives out blocks one after another and writes them. What goes to neighbours is written together; nothing is written beyond the end, so that
/// a content that does not fit can be measured by what it would have taken.
/// </summary>
internal sealed class Ext2Blocks(SafeFileHandle file, Ext2Geometry geometry)
{
    private const int BufferBlocks = 256;

    private readonly byte[] _buffer = new byte[BufferBlocks * Ext2Geometry.BlockSize];
    private long _bufferStart;
    private int _bufferedBlocks;
    private long _next = geometry.MetadataBlocks(0);
    private int _group;

    /// <summary>Every block below that is no group's own is used, every other one is free. Beyond the end when the content does not fit.</summary>
    public long Next => _next;

    /// <summary>Takes the next free block.</summary>
    public long Take()
    {
        long block = _next++;
        if (_next == Ext2Geometry.Start(_group + 1))
        {
            _group++;
            _next += _group < geometry.Groups ? geometry.MetadataBlocks(_group) : 0;
        }
        return block;
    }

    /// <summary>Writes a block; soon, with its neighbours.</summary>
    public void Write(long block, ReadOnlySpan<byte> content)
    {
        if (block >= geometry.Blocks)
        {
            return;
        }
        if (_bufferedBlocks == BufferBlocks || block != _bufferStart + _bufferedBlocks)
        {
            Flush();
            _bufferStart = block;
        }
        Span<byte> place = _buffer.AsSpan(_bufferedBlocks++ * Ext2Geometry.BlockSize, Ext2Geometry.BlockSize);
        content.CopyTo(place);
        place[content.Length..].Clear();
    }

    /// <summary>Writes bytes anywhere, at once.</summary>
    public void WriteAt(long offset, ReadOnlySpan<byte> content)
    {
        if (offset < geometry.Blocks * Ext2Geometry.BlockSize)
        {
            RandomAccess.Write(file, content, offset);
        }
    }

    /// <summary>Writes what waits.</summary>
    public void Flush()
    {
        WriteAt(_bufferStart * Ext2Geometry.BlockSize, _buffer.AsSpan(0, _bufferedBlocks * Ext2Geometry.BlockSize));
        _bufferedBlocks = 0;
    }
}
