namespace Cos.Sdk.Artifacts.Tar;

/// <summary>One block of 512 bytes as the formats v7, ustar and GNU lay it out.</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    /// <summary>Bytes of a block: headers are one, contents are padded to whole ones.</summary>
    public const int BlockSize = 512;

    /// <summary>Offset and length of the name.</summary>
    public const int NameLength = 100;

    /// <summary>Length of the prefix, which ustar puts before the name.</summary>
    public const int PrefixLength = 155;

    private readonly ReadOnlySpan<byte> _block = block;

    public bool IsZero => _block.IndexOfAnyExcept((byte)0) < 0;

    public byte TypeFlag => _block[156];

    public ReadOnlySpan<byte> Name => Text(0, NameLength);

    public ReadOnlySpan<byte> LinkName => Text(157, NameLength);

    public ReadOnlySpan<byte> Mode => _block.Slice(100, 8);

    public ReadOnlySpan<byte> UserId => _block.Slice(108, 8);

    public ReadOnlySpan<byte> GroupId => _block.Slice(116, 8);

    public ReadOnlySpan<byte> Size => _block.Slice(124, 12);

    public ReadOnlySpan<byte> ModificationTime => _block.Slice(136, 12);

    public ReadOnlySpan<byte> DeviceMajor => _block.Slice(329, 8);

    public ReadOnlySpan<byte> DeviceMinor => _block.Slice(337, 8);

    /// <summary>Empty but in the POSIX layout: GNU keeps other things there.</summary>
    public ReadOnlySpan<byte> Prefix => _block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(345, PrefixLength) : [];

    /// <summary>Whether the block's sum is the recorded one, of unsigned or (old writers) of signed bytes.</summary>
    public bool ChecksumMatches()
    {
        if (!TarNumber.TryRead(_block.Slice(148, 8), out long recorded))
        {
            return false;
        }
        return recorded == Checksum(_block) || recorded == SignedChecksum(_block);
    }

    /// <summary>The sum of all bytes, the checksum's own counted as blanks.</summary>
    public static long Checksum(ReadOnlySpan<byte> block)
    {
        int sum = 8 * ' ';
        foreach (byte value in block[..148])
        {
            sum += value;
        }
        foreach (byte value in block[156..])
        {
            sum += value;
        }
        return sum;
    }

    private static long SignedChecksum(ReadOnlySpan<byte> block)
    {
        int sum = 8 * ' ';
        foreach (byte value in block[..148])
        {
            sum += (sbyte)value;
        }
        foreach (byte value in block[156..])
        {
            sum += (sbyte)value;
        }
        return sum;
    }

    private ReadOnlySpan<byte> Text(int offset, int length)
    {
        ReadOnlySpan<byte> field = _block.Slice(offset, length);
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
