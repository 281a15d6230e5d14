namespace Cos.Sdk.Artifacts;

/// <summary>Gives back bytes that were read ahead, then the rest of the stream, and counts.</summary>
internal sealed class CountingStream(Stream inner, ReadOnlyMemory<byte> readAhead) : PassThroughStream(inner)
{
    private ReadOnlyMemory<byte> _readAhead = readAhead;

    /// <summary>Bytes that were read so far.</summary>
    public long BytesRead { get; private set; }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = Math.Min(buffer.Length, _readAhead.Length);
        if (read > 0)
        {
            _readAhead[..read].CopyTo(buffer);
            _readAhead = _readAhead[read..];
        }
        else
        {
            read = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        BytesRead += read;
        return read;
    }
}
