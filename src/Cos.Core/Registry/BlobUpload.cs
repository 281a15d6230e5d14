using System.Security.Cryptography;

namespace Cos.Sdk.Registry;

/// <summary>What is to be uploaded: a stream that can be opened again when an upload has to begin anew.</summary>
internal sealed record BlobSource
{
    /// <summary>Opens the content at its beginning. The same bytes each time.</summary>
    public required Func<CancellationToken, Task<Stream>> OpenAsync { get; init; }

    /// <summary>Digest, when it is known beforehand; null to be computed on the way.</summary>
    public string? Digest { get; init; }

    /// <summary>What is in memory.</summary>
    public static BlobSource Of(byte[] content) => new()
    {
        OpenAsync = _ => Task.FromResult<Stream>(new MemoryStream(content, writable: false)),
        Digest = ContentDigest.Of(content),
    };

    /// <summary>A file, which must not change meanwhile.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="digest">Its digest, if it is known.</param>
    public static BlobSource OfFile(string path, string? digest) => new()
    {
        OpenAsync = _ => Task.FromResult<Stream>(new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan)),
        Digest = digest,
    };
}

/// <summary>Reads a source part by part, and digests what was read.</summary>
internal sealed class ChunkReader(Stream source, int size) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[size];

    /// <summary>Where the current part begins.</summary>
    public long Offset { get; private set; }

    /// <summary>The current part.</summary>
    public ReadOnlyMemory<byte> Chunk { get; private set; }

    /// <summary>Whether nothing comes after the current part.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Digest of all parts read.</summary>
    public string Digest => ContentDigest.Format(_hash.GetCurrentHash());

    /// <summary>Goes to the next part.</summary>
    public async Task ReadNextAsync(CancellationToken cancellationToken)
    {
        Offset += Chunk.Length;
        int read = await source.ReadAtLeastAsync(_buffer, size, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        Chunk = _buffer.AsMemory(0, read);
        IsLast = read < size;
        _hash.AppendData(Chunk.Span);
    }

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();
}
