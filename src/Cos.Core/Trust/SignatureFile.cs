using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Files;

namespace Cos.Sdk.Trust;

/// <summary>Signatures beside the files that they are over: <c>name.sig</c>, as <c>cosign sign-blob</c> writes them.</summary>
internal static class SignatureFile
{
    /// <summary>What follows the name of the signed file.</summary>
    public const string Suffix = ".sig";

    /// <summary>More than any signature has.</summary>
    public const int Longest = 4096;

    /// <summary>SHA-256 of a text as files hold it: 64 lower-case hexadecimal digits.</summary>
    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes the signature of a file unless it is there; without a key removes one that is there, since it may be of another content.</summary>
    /// <param name="key">Signs; null for no signature.</param>
    /// <param name="file">The absolute path of the signed file.</param>
    /// <param name="sha256">Its SHA-256.</param>
    public static void Update(SigningKey? key, string file, string sha256)
    {
        string signature = file + Suffix;
        if (key is null)
        {
            File.Delete(signature);
        }
        else if (!File.Exists(signature) || !key.VerificationKey.Verifies(sha256, File.ReadAllText(signature)))
        {
            AtomicFile.Write(signature, key.Sign(sha256));
        }
    }
}
