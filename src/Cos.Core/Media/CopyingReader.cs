using Cos.Sdk.Artifacts;

namespace Cos.Sdk.Media;

/// <summary>Writes all that is read through it to a second stream too. Both stay open.</summary>
internal sealed class CopyingReader(Stream source, Stream copy) : PassThroughStream(source)
{
    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(buffer[..count], cancellationToken).ConfigureAwait(false);
        return count;
    }
}
