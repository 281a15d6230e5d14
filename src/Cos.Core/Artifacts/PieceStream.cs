using System.Buffers;

namespace Cos.Sdk.Artifacts;

/// <summary>Passes what is written on in pieces of one size but for the last. Its disposal writes that one and disposes the other stream.</summary>
internal sealed class PieceStream(Stream inner, int pieceSize) : PassThroughStream(inner)
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(pieceSize);
    private int _used;

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        while (!buffer.IsEmpty)
        {
            if (_used == 0 && buffer.Length >= pieceSize)
            {
                await base.WriteAsync(buffer[..pieceSize], cancellationToken).ConfigureAwait(false);
                buffer = buffer[pieceSize..];
                continue;
            }
            int step = Math.Min(buffer.Length, pieceSize - _used);
            buffer[..step].CopyTo(_buffer.AsMemory(_used));
            buffer = buffer[step..];
            _used += step;
            if (_used == pieceSize)
            {
                await WritePieceAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Nothing: flushing in between would cut the pieces elsewhere.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing: flushing in between would cut the pieces elsewhere.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        if (_buffer.Length > 0)
        {
            try
            {
                await WritePieceAsync(CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = [];
                await Inner.DisposeAsync().ConfigureAwait(false);
            }
        }
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask WritePieceAsync(CancellationToken cancellationToken)
    {
        int used = _used;
        _used = 0;
        await base.WriteAsync(_buffer.AsMemory(0, used), cancellationToken).ConfigureAwait(false);
    }
}
