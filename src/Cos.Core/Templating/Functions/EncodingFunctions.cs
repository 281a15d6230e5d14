using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Base 64 and 32, and hashes.</summary>
internal static class EncodingFunctions
{
    private const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static void AddTo(FunctionTable table) => table
        .Add("b64enc", "string", call => Convert.ToBase64String(BytesOf(call)))
        .Add("b64dec", "string", DecodeBase64)
        .Add("b32enc", "string", call => EncodeBase32(BytesOf(call)))
        .Add("b32dec", "string", DecodeBase32)
        .Add("sha1sum", "string", call => Convert.ToHexStringLower(Sha1(BytesOf(call))))
        .Add("sha256sum", "string", call => Convert.ToHexStringLower(SHA256.HashData(BytesOf(call))))
        .Add("adler32sum", "string", call => Adler32(BytesOf(call)).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static byte[] BytesOf(FunctionCall call)
    {
        call.Context.Charge(call.Text(0).Length);
        return GoText.ToBytes(call.Text(0));
    }

    private static byte[] Sha1(byte[] bytes)
    {
#pragma warning disable CA5350 // Templates ask for it by name; nothing here trusts it.
        return SHA1.HashData(bytes);
#pragma warning restore CA5350
    }

    private static string DecodeBase64(FunctionCall call)
    {
        string text = call.Text(0).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        byte[] bytes = new byte[(text.Length * 3 / 4) + 3];
        bool isValid = !text.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(text, bytes, out int written);
        return isValid
            ? GoText.FromBytes(bytes.AsSpan(0, CountBase64(text)))
            : $"illegal base64 data at input byte {FirstIllegal(text, char.IsAsciiLetterOrDigit, "+/", 4)}";
    }

    private static int CountBase64(string text) => (text.Length / 4 * 3) - (text.Length - text.TrimEnd('=').Length);

    private static string EncodeBase32(byte[] bytes)
    {
        StringBuilder text = new((bytes.Length + 4) / 5 * 8);
        for (int i = 0; i < bytes.Length; i += 5)
        {
            int count = Math.Min(5, bytes.Length - i);
            ulong group = 0;
            for (int j = 0; j < 5; j++)
            {
                group = (group << 8) | (j < count ? bytes[i + j] : 0UL);
            }
            int letters = ((count * 8) + 4) / 5;
            for (int j = 0; j < 8; j++)
            {
                text.Append(j < letters ? Base32Alphabet[(int)(group >> (35 - (5 * j))) & 31] : '=');
            }
        }
        return text.ToString();
    }

    private static string DecodeBase32(FunctionCall call)
    {
        string text = call.Text(0).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        string letters = text.TrimEnd('=');
        int padding = text.Length - letters.Length;
        bool isValid = text.Length % 8 == 0 && padding is 0 or 1 or 3 or 4 or 6 && letters.All(c => Base32Alphabet.Contains(c));
        if (!isValid)
        {
            return $"illegal base32 data at input byte {FirstIllegal(text, c => Base32Alphabet.Contains(c), "", 8)}";
        }
        List<byte> bytes = new(letters.Length * 5 / 8);
        int bits = 0;
        int pending = 0;
        foreach (char letter in letters)
        {
            pending = ((pending << 5) | Base32Alphabet.IndexOf(letter, StringComparison.Ordinal)) & 0xfff;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(pending >> bits));
            }
        }
        return GoText.FromBytes(bytes.ToArray());
    }

    private static int FirstIllegal(string text, Func<char, bool> isLetter, string more, int group)
    {
        int index = 0;
        while (index < text.Length && (isLetter(text[index]) || more.Contains(text[index])))
        {
            index++;
        }
        return index < text.Length ? index : text.Length / group * group;
    }

    private static uint Adler32(byte[] bytes)
    {
        const uint Modulus = 65521;
        (uint a, uint b) = (1, 0);
        foreach (byte value in bytes)
        {
            a = (a + value) % Modulus;
            b = (b + a) % Modulus;
        }
        return (b << 16) | a;
    }
}
