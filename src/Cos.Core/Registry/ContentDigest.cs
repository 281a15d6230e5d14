using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>Digests as registries write them: <c>sha256:</c> and 64 lower-case hexadecimal digits. No other algorithm is taken.</summary>
internal static class ContentDigest
{
    private const string Prefix = "sha256:";
    private const int Length = 7 + 64;

    /// <summary>Whether a text is a digest that can be checked.</summary>
    public static bool IsValid(string? text)
    {
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }
        foreach (char digit in text.AsSpan(Prefix.Length))
        {
            if (digit is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The digest of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Format(SHA256.HashData(bytes));

    /// <summary>The digest with this hash.</summary>
    public static string Format(ReadOnlySpan<byte> hash) => Prefix + Convert.ToHexStringLower(hash);

    /// <summary>Throws when content is not what it was said to be.</summary>
    /// <param name="what">What messages call the content.</param>
    /// <param name="expected">The promised digest.</param>
    /// <param name="actual">That of the content.</param>
    /// <exception cref="CosException">They differ.</exception>
    public static void Check(string what, string expected, string actual)
    {
        if (expected != actual)
        {
            throw new CosException(RegistryDiagnostics.DigestMismatch(what, expected, actual));
        }
    }
}
