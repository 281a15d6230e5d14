using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Disks.Ext2;

/// <summary>Gives a file system of <see cref="Ext2Writer"/> another label and identifier, in all its superblocks.</summary>
internal static class Ext2Label
{
    /// <summary>Writes them.</summary>
    /// <param name="file">The file system, open for writing.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="label">At most 16 bytes.</param>
    /// <param name="id">Its new identifier.</param>
    public static void Write(SafeFileHandle file, long size, string label, Guid id)
    {
        Ext2Geometry geometry = new(size);
        byte[] name = new byte[Ext2Superblock.LabelOffset - Ext2Superblock.IdOffset + Ext2Superblock.LabelLength];
        id.TryWriteBytes(name, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(label, name.AsSpan(Ext2Superblock.LabelOffset - Ext2Superblock.IdOffset));
        foreach (int group in Enumerable.Range(0, geometry.Groups).Where(Ext2Geometry.HasSuperblock))
        {
            long start = (Ext2Geometry.Start(group) * Ext2Geometry.BlockSize) + (group == 0 ? Ext2Superblock.FirstOffset : 0);
            RandomAccess.Write(file, name, start + Ext2Superblock.IdOffset);
        }
    }
}
