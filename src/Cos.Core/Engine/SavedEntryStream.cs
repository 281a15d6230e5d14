namespace Cos.Sdk.Engine;

/// <summary>An entry's content that knows its length: an archive that is cut off does not pass for a short entry.</summary>
internal sealed class SavedEntryStream(Stream content, long length) : DelegatingStream(content, leaveOpen: true)
{
    private long _remaining = length;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _remaining -= count;
        return count > 0 || _remaining == 0 || buffer.IsEmpty
            ? count
            : throw new EndOfStreamException("the archive ends in the middle of a layer");
    }
}
