using System.Security.Cryptography;
using System.Text;

namespace Cos.Sdk.Attestations;

/// <summary>Identifiers that follow from content, where formats ask for random ones.</summary>
internal static class ContentIdentity
{
    /// <summary>A UUID of version 8 (RFC 9562: of the maker's own making) from a text.</summary>
    public static string Uuid(string text)
    {
        byte[] bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
