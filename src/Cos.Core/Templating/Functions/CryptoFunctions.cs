using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Those cryptographic functions whose results are the same at every call.</summary>
internal static class CryptoFunctions
{
    private const int DerivationWork = 2_000_000;

    public static void AddTo(FunctionTable table) => table
        .Add("derivePassword", "uint32 string string string string", DerivePassword)
        .Add("decryptAES", "string string", Decrypt)
        .Add("buildCustomCert", "string string", BuildCertificate);

    private static object DerivePassword(FunctionCall call)
    {
        if (PasswordRecipe.Find(call.Text(1)) is not { } recipe)
        {
            return $"cannot find password template {call.Text(1)}";
        }
        call.Context.Charge(DerivationWork);
        const string Scope = "com.lyndir.masterpassword";
        byte[] user = GoText.ToBytes(call.Text(3));
        byte[] salt = [.. Encoding.ASCII.GetBytes(Scope), .. BigEndian((uint)user.Length), .. user];
        byte[] master = Scrypt.DeriveKey(GoText.ToBytes(call.Text(2)), salt);
        byte[] site = GoText.ToBytes(call.Text(4));
        byte[] message = [.. Encoding.ASCII.GetBytes(Scope), .. BigEndian((uint)site.Length), .. site, .. BigEndian((uint)call[0]!)];
        return recipe.Write(HMACSHA256.HashData(master, message));
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static object Decrypt(FunctionCall call)
    {
        string encrypted = call.Text(1);
        if (encrypted.Length == 0)
        {
            return "";
        }
        byte[] key = new byte[32];
        byte[] given = GoText.ToBytes(call.Text(0));
        given.AsSpan(0, Math.Min(given.Length, key.Length)).CopyTo(key);
        byte[] bytes = new byte[encrypted.Length];
        if (!Convert.TryFromBase64String(encrypted, bytes, out int length))
        {
            throw call.Fail("the text is not base 64");
        }
        if (length < 32 || length % 16 != 0)
        {
            throw call.Fail("the text was not made by encryptAES");
        }
        using Aes aes = Aes.Create();
        aes.Key = key;
        byte[] plain = aes.DecryptCbc(bytes.AsSpan(16, length - 16), bytes.AsSpan(0, 16), PaddingMode.None);
        int padding = plain[^1];
        return padding <= plain.Length
            ? GoText.FromBytes(plain.AsSpan(0, plain.Length - padding))
            : throw call.Fail("the text was made with another key");
    }

    private static object BuildCertificate(FunctionCall call) =>
        new CertificateValue(DecodePem(call, 0, "CERTIFICATE"), DecodePem(call, 1, "PRIVATE KEY"));

    private static string DecodePem(FunctionCall call, int index, string label)
    {
        byte[] bytes = new byte[call.Text(index).Length];
        if (!Convert.TryFromBase64String(call.Text(index), bytes, out int length))
        {
            throw call.Fail($"argument {index + 1} is not base 64");
        }
        string pem = GoText.FromBytes(bytes.AsSpan(0, length));
        return PemEncoding.TryFind(pem, out PemFields fields) && pem[fields.Label].EndsWith(label, StringComparison.Ordinal)
            ? pem
            : throw call.Fail($"argument {index + 1} is not a {label} in PEM form");
    }
}
