using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Cos.Sdk.Trust;

/// <summary>A private ECDSA key on the curve P-256. What it signs is a function of key and content (RFC 6979), so that signed results are reproducible.</summary>
internal sealed class SigningKey
{
    private static readonly ECDomainParameters Curve = new(ECNamedCurveTable.GetByName("P-256"));

    private readonly ECPrivateKeyParameters _key;

    /// <param name="parameters">With the private part.</param>
    internal SigningKey(ECParameters parameters)
    {
        _key = new ECPrivateKeyParameters(new BigInteger(1, parameters.D!), Curve);
        VerificationKey = new VerificationKey(new ECParameters { Curve = parameters.Curve, Q = parameters.Q });
    }

    /// <summary>The public part.</summary>
    public VerificationKey VerificationKey { get; }

    /// <summary>Signs a content of which the SHA-256 is known.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    /// <returns>The base64 text of the ASN.1 DER signature: the content of a <c>.sig</c> file.</returns>
    public string Sign(string sha256)
    {
        ECDsaSigner signer = new(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(forSigning: true, _key);
        BigInteger[] signature = signer.GenerateSignature(Convert.FromHexString(sha256));
        return Convert.ToBase64String(StandardDsaEncoding.Instance.Encode(Curve.N, signature[0], signature[1]));
    }
}
