using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cos.Sdk.Media;

/// <summary>The identifiers on a medium, made from the identity of its content.</summary>
internal sealed class MediumIdentity
{
    private readonly byte[] _hash;
    private readonly long _epoch;

    /// <param name="contentIdentity">Any text that is the same for the same content only.</param>
    /// <param name="epoch">Seconds since 1970.</param>
    public MediumIdentity(string contentIdentity, long epoch)
    {
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes("medium\n" + contentIdentity));
        _epoch = epoch;
    }

    /// <summary>32 hexadecimal digits: the disk's GUID, from which xorriso makes those of the partitions.</summary>
    public string DiskGuid => Convert.ToHexStringLower(_hash.AsSpan(0, 16));

    /// <summary>8 hexadecimal digits: the serial number of the EFI file system.</summary>
    public string FatSerial => Convert.ToHexStringLower(_hash.AsSpan(16, 4));

    /// <summary>The epoch as xorriso takes times, <c>YYYYMMDDhhmmsscc</c>.</summary>
    public string Date => Day + DateTimeOffset.FromUnixTimeSeconds(_epoch).ToString("HHmmss'00'", CultureInfo.InvariantCulture);

    /// <summary>
    /// The volume's modification date in the same form. ISO 9660 has no other identifier, boot loaders and <c>blkid</c> take it for one:
    /// the day is the epoch's, the time of day comes from the content.
    /// </summary>
    public string VolumeDate => string.Create(
        CultureInfo.InvariantCulture, $"{Day}{_hash[20] % 24:00}{_hash[21] % 60:00}{_hash[22] % 60:00}{_hash[23] % 100:00}");

    private string Day => DateTimeOffset.FromUnixTimeSeconds(_epoch).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
