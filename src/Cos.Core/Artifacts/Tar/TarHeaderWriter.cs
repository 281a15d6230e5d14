using System.Globalization;
using System.Text;

namespace Cos.Sdk.Artifacts.Tar;

/// <summary>The header blocks of one entry: ustar, and the PAX records for what ustar cannot hold.</summary>
internal sealed class TarHeaderWriter
{
    private readonly TarEntry _entry;
    private readonly byte[] _prefix;
    private readonly byte[] _name;
    private readonly byte[] _link;

    public TarHeaderWriter(TarEntry entry)
    {
        _entry = entry;
        if (entry.DeviceMajor is < 0 or > TarStreamWriter.MaxDeviceNumber || entry.DeviceMinor is < 0 or > TarStreamWriter.MaxDeviceNumber)
        {
            throw new ArgumentException("A device number is out of range.", nameof(entry));
        }
        string path = entry.Path.Length == 0 ? "./" : entry.Kind == TarEntryKind.Directory ? entry.Path + "/" : entry.Path;
        using MemoryStream records = new();
        if (!TrySplit(path, out _prefix, out _name))
        {
            _name = Fallback(path);
            AddRecord(records, "path", TarPath.StrictUtf8.GetBytes(path));
        }
        string link = entry.LinkTarget ?? "";
        _link = Encoding.UTF8.GetBytes(link);
        if (!Ascii.IsValid(link) || _link.Length > TarHeader.NameLength)
        {
            _link = Fallback(link);
            AddRecord(records, "linkpath", TarPath.StrictUtf8.GetBytes(link));
        }
        AddNumber(records, "size", entry.Size, 12);
        AddNumber(records, "uid", entry.UserId, 8);
        AddNumber(records, "gid", entry.GroupId, 8);
        AddNumber(records, "mtime", entry.ModificationTime, 12);
        foreach ((string attribute, var value) in entry.ExtendedAttributes)
        {
            AddRecord(records, PaxRecords.AttributePrefix + attribute, value.AsSpan());
        }
        Extension = records.Length == 0 ? null : records.ToArray();
    }

    /// <summary>The PAX records, null when none is needed.</summary>
    public byte[]? Extension { get; }

    /// <summary>The header block of the PAX records.</summary>
    public void WriteExtensionHeader(Span<byte> block)
    {
        block.Clear();
        "PaxHeaders/entry"u8.CopyTo(block);
        WriteNumbers(block, mode: 0x1A4, size: Extension!.Length);
        block[156] = (byte)'x';
        Seal(block);
    }

    /// <summary>The header block of the entry.</summary>
    public void WriteHeader(Span<byte> block)
    {
        block.Clear();
        _name.CopyTo(block);
        WriteNumbers(block, _entry.Mode, _entry.Size, _entry.UserId, _entry.GroupId, _entry.ModificationTime);
        block[156] = _entry.Kind switch
        {
            TarEntryKind.Directory => (byte)'5',
            TarEntryKind.SymbolicLink => (byte)'2',
            TarEntryKind.HardLink => (byte)'1',
            TarEntryKind.CharacterDevice => (byte)'3',
            TarEntryKind.BlockDevice => (byte)'4',
            TarEntryKind.Fifo => (byte)'6',
            _ => (byte)'0',
        };
        _link.CopyTo(block[157..]);
        TarNumber.TryWriteOctal(block.Slice(329, 8), _entry.DeviceMajor);
        TarNumber.TryWriteOctal(block.Slice(337, 8), _entry.DeviceMinor);
        _prefix.CopyTo(block[345..]);
        Seal(block);
    }

    /// <summary>A number that does not fit its field is 0 there: the PAX record holds it.</summary>
    private static void WriteNumbers(Span<byte> block, int mode, long size, long userId = 0, long groupId = 0, long time = 0)
    {
        WriteNumber(block.Slice(100, 8), mode & 0xFFF);
        WriteNumber(block.Slice(108, 8), userId);
        WriteNumber(block.Slice(116, 8), groupId);
        WriteNumber(block.Slice(124, 12), size);
        WriteNumber(block.Slice(136, 12), time);
    }

    private static void WriteNumber(Span<byte> field, long value)
    {
        if (!TarNumber.TryWriteOctal(field, value))
        {
            TarNumber.TryWriteOctal(field, 0);
        }
    }

    private static void Seal(Span<byte> block)
    {
        "ustar\00000"u8[..8].CopyTo(block[257..]);
        TarNumber.TryWriteOctal(block.Slice(148, 7), TarHeader.Checksum(block));
        block[155] = (byte)' ';
    }

    /// <summary>Splits at the first slash that leaves a name of at most 100 bytes and a prefix of at most 155.</summary>
    private static bool TrySplit(string path, out byte[] prefix, out byte[] name)
    {
        prefix = [];
        name = [];
        if (!Ascii.IsValid(path))
        {
            return false;
        }
        if (path.Length <= TarHeader.NameLength)
        {
            name = Encoding.ASCII.GetBytes(path);
            return true;
        }
        int slash = path.IndexOf('/', path.Length - TarHeader.NameLength - 1);
        if (slash <= 0 || slash > TarHeader.PrefixLength || slash == path.Length - 1)
        {
            return false;
        }
        prefix = Encoding.ASCII.GetBytes(path[..slash]);
        name = Encoding.ASCII.GetBytes(path[(slash + 1)..]);
        return true;
    }

    /// <summary>What a reader without PAX sees.</summary>
    private static byte[] Fallback(string text) =>
        Encoding.ASCII.GetBytes(text.Length > TarHeader.NameLength ? text[..TarHeader.NameLength] : text);

    private static void AddNumber(Stream records, string key, long value, int field)
    {
        Span<byte> scratch = stackalloc byte[12];
        if (!TarNumber.TryWriteOctal(scratch[..field], value))
        {
            AddRecord(records, key, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The length counts its own digits.</summary>
    private static void AddRecord(Stream records, string key, ReadOnlySpan<byte> value)
    {
        byte[] keyBytes = TarPath.StrictUtf8.GetBytes(key);
        int rest = keyBytes.Length + value.Length + 3;
        int length = rest + Digits(rest);
        length = rest + Digits(length);
        records.Write(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
        records.WriteByte((byte)' ');
        records.Write(keyBytes);
        records.WriteByte((byte)'=');
        records.Write(value);
        records.WriteByte((byte)'\n');
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
