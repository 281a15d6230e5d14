using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Tar;

/// <summary>Turns header blocks and the extension headers before them into entries.</summary>
internal sealed class TarEntryParser(TarLimits limits, string archive)
{
    private PaxRecords _global = PaxRecords.None;
    private PaxRecords? _local;
    private byte[]? _longName;
    private byte[]? _longLink;
    private byte _extension;
    private int _devices;

    /// <summary>The last header announced extension data, which <see cref="ReadExtension"/> takes next.</summary>
    public bool IsExtension => _extension != 0;

    /// <summary>Reads a block. Null for extensions and for what makes nothing (volume labels).</summary>
    /// <param name="block">512 bytes that are not all zero.</param>
    /// <param name="offset">Where the block stands, for messages.</param>
    /// <param name="contentSize">Bytes that follow, without the padding.</param>
    public TarEntry? ReadHeader(ReadOnlySpan<byte> block, long offset, out long contentSize)
    {
        TarHeader header = new(block);
        if (!header.ChecksumMatches())
        {
            throw Corrupt("checksum", offset);
        }
        contentSize = Number(header.Size, "size", offset);
        byte type = header.TypeFlag;
        if (type is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K')
        {
            _extension = type;
            return contentSize <= limits.MaxExtensionSize
                ? null
                : throw Limit(nameof(TarLimits.MaxExtensionSize), limits.MaxExtensionSize);
        }
        if (type == 'V')
        {
            return null;
        }
        PaxRecords records = _local ?? _global;
        TarEntry entry = Build(header, records, offset, ref contentSize);
        _local = null;
        _longName = null;
        _longLink = null;
        return entry;
    }

    /// <summary>Takes the data of the extension that the last header announced.</summary>
    public void ReadExtension(ReadOnlySpan<byte> content, long offset)
    {
        switch (_extension)
        {
            case (byte)'x':
                _local = PaxRecords.Read(content, _local ?? _global) ?? throw Corrupt("PAX record", offset);
                break;
            case (byte)'g':
                _global = PaxRecords.Read(content, _global) ?? throw Corrupt("PAX record", offset);
                break;
            case (byte)'L':
                _longName = TrimFinalNul(content);
                break;
            default:
                _longLink = TrimFinalNul(content);
                break;
        }
        _extension = 0;
    }

    /// <summary>An extension must have its entry.</summary>
    public void CheckEnd(long offset)
    {
        if (_local is not null || _longName is not null || _longLink is not null)
        {
            throw new CosException(ArtifactDiagnostics.TruncatedArchive(archive, offset));
        }
    }

    private TarEntry Build(TarHeader header, PaxRecords records, long offset, ref long contentSize)
    {
        string raw = Name(header, records, offset);
        TarEntryKind kind = Kind(header.TypeFlag, raw, contentSize);
        if (records.IsSparse)
        {
            throw Unsupported(raw, "GNU.sparse");
        }
        contentSize = kind == TarEntryKind.File ? records.Size ?? contentSize : 0;
        string path = Checked(TarPath.Normalize(raw, limits, out string normalized), raw, normalized, offset);
        if (path.Length == 0 && kind != TarEntryKind.Directory)
        {
            throw new CosException(ArtifactDiagnostics.UnsafePath(archive, TarPath.ForMessage(raw)));
        }
        bool device = kind is TarEntryKind.CharacterDevice or TarEntryKind.BlockDevice;
        if (device && ++_devices > limits.MaxDevices)
        {
            throw Limit(nameof(TarLimits.MaxDevices), limits.MaxDevices);
        }
        return new TarEntry
        {
            Path = path,
            Kind = kind,
            Mode = (int)(Number(header.Mode, "mode", offset) & 0xFFF),
            UserId = records.UserId ?? Number(header.UserId, "uid", offset),
            GroupId = records.GroupId ?? Number(header.GroupId, "gid", offset),
            Size = contentSize,
            ModificationTime = records.ModificationTime ?? Time(header.ModificationTime, offset),
            LinkTarget = kind is TarEntryKind.HardLink or TarEntryKind.SymbolicLink ? Target(kind, header, records, raw, offset) : null,
            DeviceMajor = device ? DeviceNumber(header.DeviceMajor, offset) : 0,
            DeviceMinor = device ? DeviceNumber(header.DeviceMinor, offset) : 0,
            ExtendedAttributes = records.Attributes,
        };
    }

    private string Name(TarHeader header, PaxRecords records, long offset)
    {
        if ((records.Path ?? _longName) is { } extended)
        {
            return Decode(extended, offset);
        }
        if (header.Prefix.IsEmpty)
        {
            return header.Name.IsEmpty ? throw Corrupt("name", offset) : Decode(header.Name, offset);
        }
        return $"{Decode(header.Prefix, offset)}/{Decode(header.Name, offset)}";
    }

    private string Target(TarEntryKind kind, TarHeader header, PaxRecords records, string entry, long offset)
    {
        string raw = Decode(records.LinkPath ?? _longLink ?? header.LinkName, offset);
        if (raw.Length == 0)
        {
            throw Corrupt("link name", offset);
        }
        if (kind == TarEntryKind.SymbolicLink)
        {
            return Checked(TarPath.Check(raw, limits), raw, raw, offset);
        }
        string shown = $"{entry} -> {raw}";
        string target = Checked(TarPath.Normalize(raw, limits, out string normalized), shown, normalized, offset);
        return target.Length > 0 ? target : throw new CosException(ArtifactDiagnostics.UnsafePath(archive, TarPath.ForMessage(shown)));
    }

    /// <summary>Old writers mark a directory by the slash at the end of its name.</summary>
    private TarEntryKind Kind(byte type, string name, long size) => type switch
    {
        0 or (byte)'0' when name.EndsWith('/') && size == 0 => TarEntryKind.Directory,
        0 or (byte)'0' or (byte)'7' => TarEntryKind.File,
        (byte)'1' => TarEntryKind.HardLink,
        (byte)'2' => TarEntryKind.SymbolicLink,
        (byte)'3' => TarEntryKind.CharacterDevice,
        (byte)'4' => TarEntryKind.BlockDevice,
        (byte)'5' => TarEntryKind.Directory,
        (byte)'6' => TarEntryKind.Fifo,
        _ => throw Unsupported(name, type is > 0x20 and < 0x7F ? ((char)type).ToString() : $"0x{type:x2}"),
    };

    private string Checked(TarPathProblem problem, string raw, string value, long offset) => problem switch
    {
        TarPathProblem.None => value,
        TarPathProblem.Absolute or TarPathProblem.Escapes =>
            throw new CosException(ArtifactDiagnostics.UnsafePath(archive, TarPath.ForMessage(raw))),
        TarPathProblem.Nul => throw new CosException(ArtifactDiagnostics.InvalidName(archive, offset)),
        TarPathProblem.TooLong => throw Limit(nameof(TarLimits.MaxPathLength), limits.MaxPathLength),
        _ => throw Limit(nameof(TarLimits.MaxPathDepth), limits.MaxPathDepth),
    };

    private string Decode(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            return TarPath.StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new CosException(ArtifactDiagnostics.InvalidName(archive, offset));
        }
    }

    private long Number(ReadOnlySpan<byte> field, string what, long offset) =>
        TarNumber.TryRead(field, out long value) && value >= 0 ? value : throw Corrupt(what, offset);

    private long Time(ReadOnlySpan<byte> field, long offset) =>
        TarNumber.TryRead(field, out long value) ? value : throw Corrupt("mtime", offset);

    private int DeviceNumber(ReadOnlySpan<byte> field, long offset) =>
        TarNumber.TryRead(field, out long value) && value is >= 0 and <= TarStreamWriter.MaxDeviceNumber
            ? (int)value
            : throw Corrupt("device number", offset);

    private static byte[] TrimFinalNul(ReadOnlySpan<byte> content) =>
        (content.EndsWith((byte)0) ? content[..^1] : content).ToArray();

    private CosException Corrupt(string what, long offset) => new(ArtifactDiagnostics.CorruptArchive(archive, offset, what));

    private CosException Limit(string name, long value) => new(ArtifactDiagnostics.ArchiveLimit(archive, name, value));

    private CosException Unsupported(string entry, string type) =>
        new(ArtifactDiagnostics.UnsupportedEntry(archive, TarPath.ForMessage(entry), type));
}
