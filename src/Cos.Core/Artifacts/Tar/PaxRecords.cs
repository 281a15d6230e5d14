using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;

namespace Cos.Sdk.Artifacts.Tar;

/// <summary>
/// What extension headers say of the entry that follows: <c>length key=value\n</c> records, whose values are bytes here,
/// because extended attributes are.
/// </summary>
internal sealed record PaxRecords
{
    /// <summary>The prefix of keys that carry extended attributes.</summary>
    public const string AttributePrefix = "SCHILY.xattr.";

    /// <summary>Nothing said.</summary>
    public static readonly PaxRecords None = new();

    public byte[]? Path { get; init; }

    public byte[]? LinkPath { get; init; }

    public long? Size { get; init; }

    public long? UserId { get; init; }

    public long? GroupId { get; init; }

    public long? ModificationTime { get; init; }

    /// <summary>The content is not the file's bytes but a sparse map and pieces.</summary>
    public bool IsSparse { get; init; }

    public ImmutableSortedDictionary<string, ImmutableArray<byte>> Attributes { get; init; } = TarEntry.NoAttributes;

    /// <summary>Reads the records of one header over those that hold already. Null when they are malformed.</summary>
    public static PaxRecords? Read(ReadOnlySpan<byte> content, PaxRecords current)
    {
        while (!content.IsEmpty)
        {
            if (!Utf8Parser.TryParse(content, out int length, out int digits) || digits > 9
                || length <= digits + 2 || length > content.Length || content[digits] != ' ' || content[length - 1] != '\n')
            {
                return null;
            }
            ReadOnlySpan<byte> record = content[(digits + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals <= 0 || !TryText(record[..equals], out string key) || current.With(key, record[(equals + 1)..]) is not { } next)
            {
                return null;
            }
            current = next;
            content = content[length..];
        }
        return current;
    }

    private PaxRecords? With(string key, ReadOnlySpan<byte> value)
    {
        switch (key)
        {
            case "path":
                return this with { Path = value.IsEmpty ? null : value.ToArray() };
            case "linkpath":
                return this with { LinkPath = value.IsEmpty ? null : value.ToArray() };
            case "size":
                return TryNumber(value, out long? size) && size is null or >= 0 ? this with { Size = size } : null;
            case "uid":
                return TryNumber(value, out long? userId) && userId is null or >= 0 ? this with { UserId = userId } : null;
            case "gid":
                return TryNumber(value, out long? groupId) && groupId is null or >= 0 ? this with { GroupId = groupId } : null;
            case "mtime":
                return TryTime(value, out long? time) ? this with { ModificationTime = time } : null;
            default:
                if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal) || key == "SCHILY.realsize")
                {
                    return this with { IsSparse = true };
                }
                return key.Length > AttributePrefix.Length && key.StartsWith(AttributePrefix, StringComparison.Ordinal)
                    ? this with { Attributes = Attributes.SetItem(key[AttributePrefix.Length..], [.. value]) }
                    : this;
        }
    }

    private static bool TryText(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = TarPath.StrictUtf8.GetString(bytes);
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> value, out long? number)
    {
        number = null;
        if (value.IsEmpty)
        {
            return true;
        }
        if (!Utf8Parser.TryParse(value, out long parsed, out int used) || used != value.Length)
        {
            return false;
        }
        number = parsed;
        return true;
    }

    /// <summary>Seconds with an optional fraction, rounded down.</summary>
    private static bool TryTime(ReadOnlySpan<byte> value, out long? seconds)
    {
        int point = value.IndexOf((byte)'.');
        if (point < 0)
        {
            return TryNumber(value, out seconds);
        }
        ReadOnlySpan<byte> fraction = value[(point + 1)..];
        if (point == 0 || fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || !TryNumber(value[..point], out seconds))
        {
            seconds = null;
            return false;
        }
        if (value[0] == '-' && fraction.IndexOfAnyExcept((byte)'0') >= 0)
        {
            seconds--;
        }
        return true;
    }
}
