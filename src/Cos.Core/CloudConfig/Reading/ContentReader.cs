using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Decodes the content of files.</summary>
internal static class ContentReader
{
    /// <summary>A small text can unpack to more than any machine has.</summary>
    private const int MaxContent = 64 << 20;

    private const string BinaryTag = "tag:yaml.org,2002:binary";

    /// <summary>The bytes of <c>content</c> as <c>encoding</c> says; null after an error.</summary>
    public static ImmutableArray<byte>? Read(ConfigFields entry)
    {
        string encoding = entry.Text("encoding");
        try
        {
            byte[] raw = RawBytes(entry);
            return encoding switch
            {
                "" or "text/plain" => [.. raw],
                "b64" or "base64" => [.. FromBase64(raw)],
                "gz+b64" or "gzip+b64" or "gz+base64" or "gzip+base64" => [.. Unpack(FromBase64(raw))],
                "gz" or "gzip" => [.. Unpack(raw)],
                _ => Fail(entry, CloudConfigDiagnostics.UnknownEncoding(entry.LocationOf("encoding"), encoding)),
            };
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            return Fail(entry, CloudConfigDiagnostics.UndecodableContent(entry.LocationOf("content"), encoding));
        }
    }

    /// <summary>What the file holds. Bytes that are no text are written with the tag <c>!!binary</c>.</summary>
    private static byte[] RawBytes(ConfigFields entry) => entry.Find("content") is YamlScalar { Tag: BinaryTag } scalar
        ? Convert.FromBase64String(scalar.Text)
        : Encoding.UTF8.GetBytes(entry.Text("content"));

    private static byte[] FromBase64(byte[] text) => Convert.FromBase64String(Encoding.ASCII.GetString(text));

    private static byte[] Unpack(byte[] packed)
    {
        using GZipStream unpacked = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream content = new();
        byte[] buffer = new byte[1 << 16];
        for (int read = unpacked.Read(buffer); read > 0; read = unpacked.Read(buffer))
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaxContent)
            {
                throw new InvalidDataException();
            }
        }
        // The decoder takes an end in the middle for the end; the last four bytes say how much there is.
        return packed.Length > 4 && BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4)) == content.Length
            ? content.ToArray()
            : throw new InvalidDataException();
    }

    private static ImmutableArray<byte>? Fail(ConfigFields entry, Diagnostic diagnostic)
    {
        entry.Diagnostics.Add(diagnostic);
        return null;
    }
}
