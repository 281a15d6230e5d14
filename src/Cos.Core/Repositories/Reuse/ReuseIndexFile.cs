using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories.Reuse;

/// <summary>An index as bytes, compressed by gzip.</summary>
internal static class ReuseIndexFile
{
    /// <summary>Layers that are smaller have none.</summary>
    public const long SmallestLayer = 1 << 20;

    private const string Magic = "COS-REUSE-1";

    private const int MaxParts = 4_000_000;

    private const int MaxChunk = 4 << 20;

    private const long MaxLiterals = 1L << 30;

    /// <summary>The name under which the index of a layer is found in the layer's repository.</summary>
    /// <param name="layerDigest">Digest of the stored layer.</param>
    public static string NameOf(string layerDigest) => layerDigest.Replace(':', '-') + ".reuse";

    /// <summary>Writes an index.</summary>
    public static byte[] Write(ReuseIndex index)
    {
        using MemoryStream bytes = new();
        using (GZipStream compressed = new(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
        using (BinaryWriter writer = new(compressed, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(index.Chunks.Length);
            foreach (ReuseChunk chunk in index.Chunks)
            {
                writer.Write(chunk.TarLength);
                writer.Write(chunk.StoredLength);
            }
            writer.Write(index.Parts.Length);
            foreach (ReusePart part in index.Parts)
            {
                writer.Write(part.Literal.Length);
                writer.Write(part.Literal.Span);
                writer.Write(part.Path);
                writer.Write(part.Size);
                writer.Write(part.Digest.Span);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>Reads an index, which anybody may have written.</summary>
    /// <param name="stored">Its bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="CosException">It is none, or names sizes that no layer has.</exception>
    public static ReuseIndex Read(Stream stored, string name)
    {
        try
        {
            using GZipStream plain = new(stored, CompressionMode.Decompress, leaveOpen: true);
            using BinaryReader reader = new(plain, Encoding.UTF8, leaveOpen: true);
            if (reader.ReadString() == Magic && ReadChunks(reader) is { } chunks && ReadParts(reader) is { } parts)
            {
                return new ReuseIndex(parts, chunks);
            }
        }
        catch (Exception damage) when (damage is EndOfStreamException or InvalidDataException or FormatException or ArgumentException or IOException)
        {
            // The same as an index of another kind.
        }
        throw new CosException(RegistryDiagnostics.MalformedAnswer(name, "it is no index of a layer"));
    }

    private static ImmutableArray<ReuseChunk>? ReadChunks(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count is < 0 or > MaxParts)
        {
            return null;
        }
        List<ReuseChunk> chunks = [];
        for (int i = 0; i < count; i++)
        {
            ReuseChunk chunk = new(reader.ReadInt32(), reader.ReadInt32());
            if (chunk is not { TarLength: > 0 and <= MaxChunk, StoredLength: > 0 and <= MaxChunk + (64 << 10) })
            {
                return null;
            }
            chunks.Add(chunk);
        }
        return [.. chunks];
    }

    private static ImmutableArray<ReusePart>? ReadParts(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        long literals = 0;
        List<ReusePart> parts = [];
        for (int i = 0; i < count; i++)
        {
            int length = reader.ReadInt32();
            literals += length;
            if (count > MaxParts || length < 0 || literals > MaxLiterals)
            {
                return null;
            }
            byte[] literal = Take(reader, length);
            string path = reader.ReadString();
            long size = reader.ReadInt64();
            if (size < 0)
            {
                return null;
            }
            parts.Add(new ReusePart(literal, path, size, Take(reader, ReusePart.DigestSize)));
        }
        return count < 0 ? null : [.. parts];
    }

    private static byte[] Take(BinaryReader reader, int length) =>
        reader.ReadBytes(length) is { } bytes && bytes.Length == length ? bytes : throw new EndOfStreamException();
}
