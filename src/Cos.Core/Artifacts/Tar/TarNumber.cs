using System.Buffers.Binary;

namespace Cos.Sdk.Artifacts.Tar;

/// <summary>Numbers in header fields: octal text, or base-256 when the first bit is set (GNU).</summary>
internal static class TarNumber
{
    /// <summary>Reads a field; an empty one is 0. False when it holds neither form, or more than 63 bits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> field, out long value) =>
        (field[0] & 0x80) != 0 ? TryReadBinary(field, out value) : TryReadOctal(field, out value);

    /// <summary>Writes zero-padded octal with a final NUL. False when the number does not fit.</summary>
    public static bool TryWriteOctal(Span<byte> field, long value)
    {
        int digits = field.Length - 1;
        if (value < 0 || (3 * digits < 63 && value >> (3 * digits) != 0))
        {
            return false;
        }
        field[digits] = 0;
        for (int i = digits - 1; i >= 0; i--)
        {
            field[i] = (byte)('0' + (int)(value & 7));
            value >>= 3;
        }
        return true;
    }

    private static bool TryReadOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        int end = field.IndexOf((byte)0);
        ReadOnlySpan<byte> digits = (end < 0 ? field : field[..end]).Trim((byte)' ');
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7' || value >> 60 != 0)
            {
                return false;
            }
            value = (value << 3) | (long)(digit - '0');
        }
        return true;
    }

    private static bool TryReadBinary(ReadOnlySpan<byte> field, out long value)
    {
        bool negative = (field[0] & 0x40) != 0;
        byte fill = negative ? (byte)0xFF : (byte)0;
        Span<byte> low = stackalloc byte[8];
        low.Fill(fill);
        int split = Math.Max(field.Length - 8, 0);
        field[split..].CopyTo(low[(8 - (field.Length - split))..]);
        bool firstInLow = split == 0;
        if (firstInLow)
        {
            int first = 8 - field.Length;
            low[first] = (byte)(negative ? low[first] | 0x80 : low[first] & 0x7F);
        }
        value = BinaryPrimitives.ReadInt64BigEndian(low);
        if (firstInLow)
        {
            return true;
        }
        bool rest = (byte)(negative ? field[0] | 0x80 : field[0] & 0x7F) == fill
            && field[1..split].IndexOfAnyExcept(fill) < 0;
        return rest && value < 0 == negative;
    }
}
