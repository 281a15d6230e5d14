using System.Buffers.Binary;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Disks.Ext2;

/// <summary>Access lists have a form of their own on disk: entries that need no number have none.</summary>
internal static class Ext2AccessList
{
    private const int AttributeVersion = 2;
    private const int DiskVersion = 1;
    private const int User = 0x02;
    private const int Group = 0x08;

    /// <summary>From the form of extended attributes (entries of 8 bytes) to that on disk.</summary>
    /// <exception cref="CosException">COS8383: it is none.</exception>
    public static byte[] Convert(ReadOnlySpan<byte> attribute, string path)
    {
        if (attribute.Length < 4 || attribute.Length % 8 != 4 || BinaryPrimitives.ReadInt32LittleEndian(attribute) != AttributeVersion)
        {
            throw new CosException(MediaDiagnostics.AttributeNotHeld(path, "its access list is damaged"));
        }
        byte[] disk = new byte[attribute.Length];
        BinaryPrimitives.WriteInt32LittleEndian(disk, DiskVersion);
        int length = 4;
        for (int offset = 4; offset < attribute.Length; offset += 8)
        {
            ReadOnlySpan<byte> entry = attribute.Slice(offset, 8);
            int size = BinaryPrimitives.ReadInt16LittleEndian(entry) is User or Group ? 8 : 4;
            entry[..size].CopyTo(disk.AsSpan(length));
            length += size;
        }
        return disk[..length];
    }
}
