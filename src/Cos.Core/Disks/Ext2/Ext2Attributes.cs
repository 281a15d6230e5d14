using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Disks.Ext2;

/// <summary>Extended attributes, a block for each set of them; files with the same set share its block.</summary>
/// <remarks>The format of <c>fs/ext2/xattr.h</c>: a header, entries in order, values from the end of the block.</remarks>
internal sealed class Ext2Attributes(Ext2Blocks blocks)
{
    private const uint Magic = 0xEA02_0000;
    private const int HeaderSize = 32;
    private const int EntrySize = 16;

    /// <summary>More files do not share a block: the kernel's own limit.</summary>
    private const int MostShared = 1024;

    /// <summary>Prefixes that are numbers on disk; the two whole names come first.</summary>
    private static readonly (string Prefix, byte Index)[] Prefixes =
    [
        ("system.posix_acl_access", 2), ("system.posix_acl_default", 3), ("user.", 1), ("trusted.", 4), ("security.", 6), ("system.", 7),
    ];

    private readonly Dictionary<string, Shared> _known = new(StringComparer.Ordinal);

    /// <summary>The block with these attributes.</summary>
    /// <param name="attributes">By name; at least one.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CosException">COS8383: the file system cannot hold them.</exception>
    public uint Take(ImmutableSortedDictionary<string, ImmutableArray<byte>> attributes, string path)
    {
        byte[] content = Encode(attributes, path);
        string key = Convert.ToHexString(SHA256.HashData(content));
        if (_known.TryGetValue(key, out Shared? shared) && shared.Count < MostShared)
        {
            shared.Count++;
            return (uint)shared.Block;
        }
        shared = new Shared(blocks.Take());
        _known[key] = shared;
        _all.Add(shared);
        blocks.Write(shared.Block, content);
        return (uint)shared.Block;
    }

    /// <summary>Writes how many files share each block.</summary>
    public void Finish()
    {
        blocks.Flush();
        Span<byte> count = stackalloc byte[sizeof(int)];
        foreach (Shared shared in _all.Where(shared => shared.Count > 1))
        {
            BinaryPrimitives.WriteInt32LittleEndian(count, shared.Count);
            blocks.WriteAt((shared.Block * Ext2Geometry.BlockSize) + sizeof(int), count);
        }
    }

    private readonly List<Shared> _all = [];

    private static byte[] Encode(ImmutableSortedDictionary<string, ImmutableArray<byte>> attributes, string path)
    {
        byte[] block = new byte[Ext2Geometry.BlockSize];
        BinaryPrimitives.WriteUInt32LittleEndian(block, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(8), 1);
        int entry = HeaderSize;
        int value = block.Length;
        uint sum = 0;
        foreach ((byte index, byte[] name, byte[] content) in attributes.Select(attribute => Split(attribute.Key, [.. attribute.Value], path))
            .OrderBy(attribute => attribute.Index).ThenBy(attribute => attribute.Name.Length)
            .ThenBy(attribute => Encoding.UTF8.GetString(attribute.Name), StringComparer.Ordinal))
        {
            value -= RoundUp(content.Length);
            int length = RoundUp(EntrySize + name.Length);
            // The list ends in four zero bytes.
            if (name.Length > byte.MaxValue || entry + length + 4 > value)
            {
                throw new CosException(MediaDiagnostics.AttributeNotHeld(path, "they take more than 4,064 bytes together"));
            }
            content.CopyTo(block, value);
            Span<byte> place = block.AsSpan(entry, length);
            place[0] = (byte)name.Length;
            place[1] = index;
            BinaryPrimitives.WriteUInt16LittleEndian(place[2..], (ushort)(content.Length == 0 ? 0 : value));
            BinaryPrimitives.WriteInt32LittleEndian(place[8..], content.Length);
            name.CopyTo(place[EntrySize..]);
            uint hash = Hash(name, block.AsSpan(value, RoundUp(content.Length)));
            BinaryPrimitives.WriteUInt32LittleEndian(place[12..], hash);
            sum = (sum << 16) ^ (sum >> 16) ^ hash;
            entry += length;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(12), sum);
        return block;
    }

    private static (byte Index, byte[] Name, byte[] Content) Split(string name, byte[] content, string path)
    {
        foreach ((string prefix, byte index) in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return (index, Encoding.UTF8.GetBytes(name[prefix.Length..]), index is 2 or 3 ? Ext2AccessList.Convert(content, path) : content);
            }
        }
        throw new CosException(MediaDiagnostics.AttributeNotHeld(path, $"it has none of the kind '{name}'"));
    }

    private static uint Hash(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        uint hash = 0;
        foreach (byte character in name)
        {
            hash = (hash << 5) ^ (hash >> 27) ^ character;
        }
        for (int offset = 0; offset < value.Length; offset += sizeof(uint))
        {
            hash = (hash << 16) ^ (hash >> 16) ^ BinaryPrimitives.ReadUInt32LittleEndian(value[offset..]);
        }
        return hash;
    }

    private static int RoundUp(int length) => (length + 3) & ~3;

    private sealed record Shared(long Block)
    {
        public int Count { get; set; } = 1;
    }
}
