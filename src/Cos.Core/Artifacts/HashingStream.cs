using System.Buffers;
using System.Security.Cryptography;

namespace Cos.Sdk.Artifacts;

/// <summary>Counts and digests what passes through, in either direction. The other stream stays open.</summary>
internal sealed class HashingStream(Stream inner) : PassThroughStream(inner)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _discards;

    /// <summary>Bytes that passed so far.</summary>
    public long BytesPassed { get; private set; }

    /// <summary>SHA-256 of what passed so far: 64 lower-case hexadecimal digits.</summary>
    public string GetSha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>From here on writes go nowhere: what is still written belongs to something that was given up.</summary>
    public void Discard() => _discards = true;

    /// <summary>Reads to the end, so that the digest covers all of the stream.</summary>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(65536);
        try
        {
            while (await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Take(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc />
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_discards)
        {
            return ValueTask.CompletedTask;
        }
        Take(buffer.Span);
        return base.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_discards)
        {
            return;
        }
        Take(buffer.AsSpan(offset, count));
        base.Write(buffer, offset, count);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        BytesPassed += bytes.Length;
    }
}
