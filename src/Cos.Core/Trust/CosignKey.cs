using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Cos.Sdk.Trust;

/// <summary>
/// The encrypted private keys that <c>cosign generate-key-pair</c> writes: JSON that names scrypt with its parameters, and NaCl's secretbox
/// (XSalsa20 and Poly1305) around a PKCS#8 key.
/// </summary>
internal static class CosignKey
{
    /// <summary>The label of the PEM.</summary>
    public const string Label = "ENCRYPTED SIGSTORE PRIVATE KEY";

    /// <summary>The label that older versions wrote.</summary>
    public const string OlderLabel = "ENCRYPTED COSIGN PRIVATE KEY";

    private const int KeyLength = 32;

    private const int NonceLength = 24;

    private const int TagLength = 16;

    /// <summary>Bytes that scrypt may take: parameters in a file are not trusted.</summary>
    private const long MostMemory = 512L << 20;

    private const int MostPasses = 16;

    /// <summary>Opens the box.</summary>
    /// <param name="json">The content of the PEM.</param>
    /// <param name="password">As typed.</param>
    /// <returns>A PKCS#8 private key.</returns>
    /// <exception cref="CryptographicException">The password is wrong, or it is no such key.</exception>
    public static byte[] Decrypt(ReadOnlyMemory<byte> json, string password)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            JsonElement kdf = root.GetProperty("kdf");
            JsonElement cipher = root.GetProperty("cipher");
            if (kdf.GetProperty("name").GetString() != "scrypt" || cipher.GetProperty("name").GetString() != "nacl/secretbox")
            {
                throw new CryptographicException();
            }
            byte[] key = Derive(password, kdf.GetProperty("salt").GetBytesFromBase64(), kdf.GetProperty("params"));
            return Open(key, cipher.GetProperty("nonce").GetBytesFromBase64(), root.GetProperty("ciphertext").GetBytesFromBase64());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CryptographicException("no key", exception);
        }
    }

    private static byte[] Derive(string password, byte[] salt, JsonElement parameters)
    {
        int cost = parameters.GetProperty("N").GetInt32();
        int block = parameters.GetProperty("r").GetInt32();
        int passes = parameters.GetProperty("p").GetInt32();
        if (cost < 2 || !int.IsPow2(cost) || block < 1 || passes is < 1 or > MostPasses || 128L * cost * block > MostMemory)
        {
            throw new CryptographicException();
        }
        return SCrypt.Generate(Encoding.UTF8.GetBytes(password), salt, cost, block, passes, KeyLength);
    }

    private static byte[] Open(byte[] key, byte[] nonce, byte[] box)
    {
        if (nonce.Length != NonceLength || box.Length <= TagLength)
        {
            throw new CryptographicException();
        }
        XSalsa20Engine stream = new();
        stream.Init(forEncryption: false, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] tagKey = new byte[KeyLength];
        stream.ProcessBytes(tagKey, 0, KeyLength, tagKey, 0);
        Poly1305 mac = new();
        mac.Init(new KeyParameter(tagKey));
        mac.BlockUpdate(box, TagLength, box.Length - TagLength);
        byte[] tag = new byte[TagLength];
        mac.DoFinal(tag, 0);
        if (!CryptographicOperations.FixedTimeEquals(tag, box.AsSpan(0, TagLength)))
        {
            throw new CryptographicException();
        }
        byte[] content = new byte[box.Length - TagLength];
        stream.ProcessBytes(box, TagLength, content.Length, content, 0);
        return content;
    }
}
