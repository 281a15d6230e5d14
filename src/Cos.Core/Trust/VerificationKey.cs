using System.Security.Cryptography;

namespace Cos.Sdk.Trust;

/// <summary>A public ECDSA key on the curve P-256. Thread-safe.</summary>
internal sealed class VerificationKey
{
    private const int LongestSignature = 1024;

    private readonly ECParameters _parameters;

    /// <param name="parameters">The public part.</param>
    internal VerificationKey(ECParameters parameters)
    {
        _parameters = parameters;
        using ECDsa key = ECDsa.Create(parameters);
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>SHA-256 of the key as SubjectPublicKeyInfo (DER), 64 lower-case hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Whether a signature is this key's over a content.</summary>
    /// <param name="sha256">SHA-256 of the content, 64 hexadecimal digits.</param>
    /// <param name="signature">The text of a <c>.sig</c> file: base64 of an ASN.1 DER signature; blanks around it do not count.</param>
    public bool Verifies(string sha256, string signature)
    {
        byte[] bytes = new byte[LongestSignature];
        if (!Convert.TryFromBase64String(signature.Trim(), bytes, out int length))
        {
            return false;
        }
        using ECDsa key = ECDsa.Create(_parameters);
        try
        {
            return key.VerifyHash(Convert.FromHexString(sha256), bytes.AsSpan(0, length), DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
