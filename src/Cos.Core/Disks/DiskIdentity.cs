using System.Security.Cryptography;
using System.Text;

namespace Cos.Sdk.Disks;

/// <summary>The identifiers on a disk, made from one text: the same text, the same identifiers.</summary>
/// <param name="seed">The content's hash for a disk that is built; something random for one that is installed.</param>
internal sealed class DiskIdentity(string seed)
{
    /// <summary>The disk's own identifier.</summary>
    public Guid Disk => For("disk");

    /// <summary>An identifier of something on the disk, in the form of a name-based one (RFC 9562, version 8).</summary>
    public Guid For(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"disk\n{name}\n{seed}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
