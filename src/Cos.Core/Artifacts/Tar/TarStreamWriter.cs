using System.Buffers;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Tar;

/// <summary>
/// Writes ustar headers, with a PAX header before those entries that ustar cannot hold. The bytes are a function of the entries and
/// their contents alone.
/// </summary>
/// <remarks>The stream stays the caller's, and is only written to, asynchronously and in pieces of one size but for the last.</remarks>
internal sealed class TarStreamWriter : IAsyncDisposable
{
    /// <summary>The largest number that ustar's device fields hold.</summary>
    public const int MaxDeviceNumber = (1 << 21) - 1;

    private const int PieceSize = 128 * 1024;

    private static readonly byte[] Zeros = new byte[2 * TarHeader.BlockSize];

    private readonly Stream _destination;
    private readonly string _name;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
    private int _used;
    private bool _finished;

    /// <param name="destination">Where the archive goes.</param>
    /// <param name="name">What messages call the archive.</param>
    public TarStreamWriter(Stream destination, string name)
    {
        _destination = destination;
        _name = name;
    }

    /// <summary>Writes one entry and, for a file, exactly <see cref="TarEntry.Size"/> bytes of content.</summary>
    /// <exception cref="CosException">The content is shorter or longer than the entry says.</exception>
    public async ValueTask WriteEntryAsync(TarEntry entry, Stream? content, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        await WriteHeadersAsync(entry, cancellationToken).ConfigureAwait(false);
        if (entry.Kind != TarEntryKind.File)
        {
            return;
        }
        await WriteContentAsync(entry, content ?? Stream.Null, cancellationToken).ConfigureAwait(false);
        await WriteZerosAsync((int)(-entry.Size & (TarHeader.BlockSize - 1)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the end mark and everything that is buffered; flushing the stream itself is its owner's.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_finished)
        {
            return;
        }
        _finished = true;
        await WriteZerosAsync(2 * TarHeader.BlockSize, cancellationToken).ConfigureAwait(false);
        await FlushBufferAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return ValueTask.CompletedTask;
    }

    private async ValueTask WriteHeadersAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        TarHeaderWriter headers = new(entry);
        byte[] block = ArrayPool<byte>.Shared.Rent(TarHeader.BlockSize);
        try
        {
            Memory<byte> header = block.AsMemory(0, TarHeader.BlockSize);
            if (headers.Extension is { } extension)
            {
                headers.WriteExtensionHeader(header.Span);
                await WriteAsync(header, cancellationToken).ConfigureAwait(false);
                await WriteAsync(extension, cancellationToken).ConfigureAwait(false);
                await WriteZerosAsync(-extension.Length & (TarHeader.BlockSize - 1), cancellationToken).ConfigureAwait(false);
            }
            headers.WriteHeader(header.Span);
            await WriteAsync(header, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private async ValueTask WriteContentAsync(TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        long left = entry.Size;
        while (left > 0)
        {
            int room = (int)Math.Min(left, PieceSize - _used);
            int read = await content.ReadAsync(_buffer.AsMemory(_used, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new CosException(ArtifactDiagnostics.ContentLength(_name, TarPath.ForMessage(entry.Path), entry.Size, entry.Size - left));
            }
            left -= read;
            await AdvanceAsync(read, cancellationToken).ConfigureAwait(false);
        }
        if (await content.ReadAsync(_buffer.AsMemory(_used, 1), cancellationToken).ConfigureAwait(false) != 0)
        {
            throw new CosException(ArtifactDiagnostics.ContentLength(_name, TarPath.ForMessage(entry.Path), entry.Size, entry.Size + 1));
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            int step = Math.Min(bytes.Length, PieceSize - _used);
            bytes[..step].CopyTo(_buffer.AsMemory(_used));
            bytes = bytes[step..];
            await AdvanceAsync(step, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask WriteZerosAsync(int count, CancellationToken cancellationToken) => WriteAsync(Zeros.AsMemory(0, count), cancellationToken);

    private ValueTask AdvanceAsync(int count, CancellationToken cancellationToken)
    {
        _used += count;
        return _used < PieceSize ? ValueTask.CompletedTask : FlushBufferAsync(cancellationToken);
    }

    private async ValueTask FlushBufferAsync(CancellationToken cancellationToken)
    {
        await _destination.WriteAsync(_buffer.AsMemory(0, _used), cancellationToken).ConfigureAwait(false);
        _used = 0;
    }
}
