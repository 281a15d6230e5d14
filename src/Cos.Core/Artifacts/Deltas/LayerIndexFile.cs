using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.Artifacts.Tar;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>
/// The file of a <see cref="LayerIndex"/>: a zstd frame with its own checksum around a version, the entries (each path as the length that it shares
/// with the one before, and the rest), and the two lists.
/// </summary>
internal static class LayerIndexFile
{
    private const int Version = 1;

    private const int MaxCount = 10_000_000;

    public static void Write(string file, LayerIndex index)
    {
        using FileStream output = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        using CompressionStream compressed = new(output, level: 1);
        compressed.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        using BufferedStream buffered = new(compressed, 65536);
        using BinaryWriter writer = new(buffered, Encoding.UTF8);
        writer.Write(Version);
        writer.Write7BitEncodedInt(index.Entries.Length);
        string before = "";
        foreach (TarEntry entry in index.Entries)
        {
            Write(writer, entry, before);
            before = entry.Path;
        }
        foreach (ulong sum in index.Sums)
        {
            writer.Write(sum);
        }
        Write(writer, index.Removed);
        Write(writer, index.Opaque);
    }

    /// <exception cref="InvalidDataException">The file is of another version or damaged.</exception>
    /// <exception cref="IOException">It ends early.</exception>
    public static LayerIndex Read(string file)
    {
        try
        {
            using FileStream input = new(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using ZstdSharp.DecompressionStream decompressed = new(input);
            using BufferedStream buffered = new(decompressed, 65536);
            using BinaryReader reader = new(buffered, Encoding.UTF8);
            if (reader.ReadInt32() != Version)
            {
                throw new InvalidDataException();
            }
            ImmutableArray<TarEntry>.Builder entries = ImmutableArray.CreateBuilder<TarEntry>(Count(reader));
            string before = "";
            while (entries.Count < entries.Capacity)
            {
                TarEntry entry = ReadEntry(reader, before);
                entries.Add(entry);
                before = entry.Path;
            }
            ulong[] sums = new ulong[entries.Count];
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] = reader.ReadUInt64();
            }
            LayerIndex index = new() { Entries = entries.MoveToImmutable(), Sums = [.. sums], Removed = ReadStrings(reader), Opaque = ReadStrings(reader) };
            return buffered.ReadByte() < 0 ? index : throw new InvalidDataException();
        }
        catch (Exception exception) when (exception is ZstdException or ArgumentException or FormatException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static void Write(BinaryWriter writer, TarEntry entry, string before)
    {
        int shared = entry.Path.AsSpan().CommonPrefixLength(before);
        if (shared > 0 && char.IsHighSurrogate(entry.Path[shared - 1]))
        {
            shared--;
        }
        writer.Write7BitEncodedInt(shared);
        writer.Write(entry.Path[shared..]);
        writer.Write((byte)entry.Kind);
        writer.Write7BitEncodedInt(entry.Mode);
        writer.Write7BitEncodedInt64(entry.UserId);
        writer.Write7BitEncodedInt64(entry.GroupId);
        writer.Write7BitEncodedInt64(entry.Size);
        writer.Write7BitEncodedInt64(entry.ModificationTime);
        writer.Write(entry.LinkTarget ?? "");
        writer.Write7BitEncodedInt(entry.DeviceMajor);
        writer.Write7BitEncodedInt(entry.DeviceMinor);
        writer.Write7BitEncodedInt(entry.ExtendedAttributes.Count);
        foreach ((string name, ImmutableArray<byte> value) in entry.ExtendedAttributes)
        {
            writer.Write(name);
            writer.Write7BitEncodedInt(value.Length);
            writer.Write(value.AsSpan());
        }
    }

    private static TarEntry ReadEntry(BinaryReader reader, string before)
    {
        int shared = reader.Read7BitEncodedInt();
        TarEntry entry = new()
        {
            Path = string.Concat(before.AsSpan(0, shared), reader.ReadString()),
            Kind = (TarEntryKind)reader.ReadByte(),
            Mode = reader.Read7BitEncodedInt(),
            UserId = reader.Read7BitEncodedInt64(),
            GroupId = reader.Read7BitEncodedInt64(),
            Size = reader.Read7BitEncodedInt64(),
            ModificationTime = reader.Read7BitEncodedInt64(),
            LinkTarget = reader.ReadString() is { Length: > 0 } target ? target : null,
            DeviceMajor = reader.Read7BitEncodedInt(),
            DeviceMinor = reader.Read7BitEncodedInt(),
        };
        ImmutableSortedDictionary<string, ImmutableArray<byte>> attributes = TarEntry.NoAttributes;
        for (int count = Count(reader); count > 0; count--)
        {
            attributes = attributes.Add(reader.ReadString(), [.. reader.ReadBytes(Count(reader))]);
        }
        return attributes.IsEmpty ? entry : entry with { ExtendedAttributes = attributes };
    }

    private static void Write(BinaryWriter writer, ImmutableArray<string> values)
    {
        writer.Write7BitEncodedInt(values.Length);
        foreach (string value in values)
        {
            writer.Write(value);
        }
    }

    private static ImmutableArray<string> ReadStrings(BinaryReader reader)
    {
        ImmutableArray<string>.Builder values = ImmutableArray.CreateBuilder<string>(Count(reader));
        while (values.Count < values.Capacity)
        {
            values.Add(reader.ReadString());
        }
        return values.MoveToImmutable();
    }

    private static int Count(BinaryReader reader)
    {
        int count = reader.Read7BitEncodedInt();
        return count is >= 0 and <= MaxCount ? count : throw new InvalidDataException();
    }
}
