using System.Buffers.Binary;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Disks.Ext2;

/// <summary>A folder in the making: names that lead to inodes.</summary>
/// <param name="number">Of its own inode.</param>
/// <param name="parent">Of the folder above it; the root is its own.</param>
internal sealed class Ext2Folder(uint number, uint parent)
{
    private const int HeaderSize = 8;
    private const byte KindFolder = 2;

    private readonly List<(byte[] Name, uint Inode, byte Kind)> _names = [];

    /// <summary>Its inode's number.</summary>
    public uint Number { get; } = number;

    /// <summary>Adds a name.</summary>
    /// <param name="name">Without slashes.</param>
    /// <param name="inode">Where it leads.</param>
    /// <param name="kind">What that is, as entries say it.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="CosException">COS8384: the name is too long.</exception>
    public void Add(string name, uint inode, byte kind, string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length > byte.MaxValue)
        {
            throw new CosException(MediaDiagnostics.NameTooLong(path));
        }
        _names.Add((bytes, inode, kind));
    }

    /// <summary>Its blocks: entries do not cross them, and the last one of each reaches to the end.</summary>
    public byte[] ToBytes()
    {
        using MemoryStream content = new();
        byte[] block = new byte[Ext2Geometry.BlockSize];
        int used = 0;
        int last = 0;
        foreach ((byte[] name, uint inode, byte kind) in _names.Prepend((".."u8.ToArray(), parent, KindFolder)).Prepend(("."u8.ToArray(), Number, KindFolder)))
        {
            int length = (HeaderSize + name.Length + 3) & ~3;
            if (used + length > block.Length)
            {
                Close(block, last, content);
                (used, last) = (0, 0);
            }
            Span<byte> entry = block.AsSpan(used, length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry, inode);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)length);
            entry[6] = (byte)name.Length;
            entry[7] = kind;
            name.CopyTo(entry[HeaderSize..]);
            last = used;
            used += length;
        }
        Close(block, last, content);
        return content.ToArray();
    }

    private static void Close(byte[] block, int last, MemoryStream content)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(last + 4), (ushort)(block.Length - last));
        content.Write(block);
        block.AsSpan().Clear();
    }
}
