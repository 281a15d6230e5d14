using System.Buffers.Binary;
using System.Text;

namespace Cos.Sdk.Disks.Virtual;

/// <summary>Replaces what qemu-img puts into disk files by chance or by the clock: the same disk gives the same bytes.</summary>
internal static class DiskFileIdentity
{
    private const int Sector = 512;
    private const int VhdTime = 0x18;
    private const int VhdSum = 0x40;
    private const int VhdId = 0x44;

    /// <summary>VHD counts seconds from 2000-01-01.</summary>
    private const long VhdEpoch = 946_684_800;

    /// <summary>A VHD's footer, and its copy at the beginning of a dynamic one: time, identifier, sum (Microsoft, Virtual Hard Disk Image Format Specification).</summary>
    public static void SetVhd(string path, Guid id, long epoch)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        foreach (long place in new[] { 0, file.Length - Sector })
        {
            byte[] footer = new byte[Sector];
            file.Position = place;
            file.ReadExactly(footer);
            if (!footer.AsSpan().StartsWith("conectix"u8))
            {
                continue;
            }
            BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(VhdTime), (uint)Math.Max(0, epoch - VhdEpoch));
            id.TryWriteBytes(footer.AsSpan(VhdId), bigEndian: true, out _);
            footer.AsSpan(VhdSum, sizeof(uint)).Clear();
            uint sum = 0;
            foreach (byte value in footer)
            {
                sum += value;
            }
            BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(VhdSum), ~sum);
            file.Position = place;
            file.Write(footer);
        }
    }

    /// <summary>The number of the content in the descriptor of a sparse VMDK.</summary>
    public static void SetVmdk(string path, Guid id)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        byte[] descriptor = new byte[20 * Sector];
        file.Position = Sector;
        file.ReadAtLeast(descriptor, descriptor.Length, throwOnEndOfStream: false);
        int place = descriptor.AsSpan().IndexOf("\nCID="u8);
        if (place >= 0)
        {
            file.Position = Sector + place + "\nCID=".Length;
            file.Write(Encoding.ASCII.GetBytes(id.ToString("N")[..8]));
        }
    }
}
