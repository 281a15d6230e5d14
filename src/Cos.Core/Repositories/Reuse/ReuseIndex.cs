using System.Collections.Immutable;

namespace Cos.Sdk.Repositories.Reuse;

/// <summary>
/// How a layer's tar is put together, so that whoever has most of its files fetches the rest alone. It is no authority: what was put together is
/// checked against the digest of the tar.
/// </summary>
/// <param name="Parts">The tar from its first to its last byte.</param>
/// <param name="Chunks">The stored layer from its first to its last byte: members of gzip, each of which can be read alone.</param>
internal sealed record ReuseIndex(ImmutableArray<ReusePart> Parts, ImmutableArray<ReuseChunk> Chunks);

/// <summary>Some bytes of a tar, and the content of a file after them.</summary>
/// <param name="Literal">Headers and what is between files.</param>
/// <param name="Path">The file, as the tar names it; empty after the last one.</param>
/// <param name="Size">Bytes of the content.</param>
/// <param name="Digest">The first 16 bytes of the content's SHA-256.</param>
internal sealed record ReusePart(ReadOnlyMemory<byte> Literal, string Path, long Size, ReadOnlyMemory<byte> Digest)
{
    /// <summary>Bytes of <see cref="Digest"/>.</summary>
    public const int DigestSize = 16;
}

/// <summary>A piece of a layer.</summary>
/// <param name="TarLength">Bytes of the tar.</param>
/// <param name="StoredLength">Bytes as they are stored.</param>
internal readonly record struct ReuseChunk(int TarLength, int StoredLength);
