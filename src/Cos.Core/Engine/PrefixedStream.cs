namespace Cos.Sdk.Engine;

/// <summary>A stream whose first bytes were read already and are given again.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : DelegatingStream(rest, leaveOpen: true)
{
    private ReadOnlyMemory<byte> _prefix = prefix;

    /// <summary>Reads the first bytes of a stream, fewer when it is shorter.</summary>
    public static async Task<ReadOnlyMemory<byte>> PeekAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[length];
        int count = await stream.ReadAtLeastAsync(buffer, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return buffer.AsMemory(0, count);
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => TakePrefix(buffer) is > 0 and int count ? count : Inner.Read(buffer);

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        TakePrefix(buffer.Span) is > 0 and int count ? ValueTask.FromResult(count) : Inner.ReadAsync(buffer, cancellationToken);

    private int TakePrefix(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return count;
    }
}
