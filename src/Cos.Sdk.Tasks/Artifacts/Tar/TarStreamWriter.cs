using System.Buffers;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Tar;

/// <summary>
/// Writes ustar headers, with a PAX header before those entries that ustar cannot hold. The bytes are a function of the entries and
/// their contents alone.
/// </summary>
/// <remarks>The stream stays the caller's, and is only written to, asynchronously and in large pieces.</remarks>
internal sealed class TarStreamWriter : IAsyncDisposable
{
    /// <summary>The largest number that ustar's device fields hold.</summary>
    public const int MaxDeviceNumber = (1 << 21) - 1;

    private const int BufferSize = 128 * 1024;

    private readonly Stream _destination;
    private readonly string _name;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
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

    /// <summary>Writes the end mark and everything that is buffered, and flushes the stream.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_finished)
        {
            return;
        }
        _finished = true;
        await WriteZerosAsync(2 * TarHeader.BlockSize, cancellationToken).ConfigureAwait(false);
        await FlushBufferAsync(cancellationToken).ConfigureAwait(false);
        await _destination.FlushAsync(cancellationToken).ConfigureAwait(false);
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
        if (headers.Extension is { } extension)
        {
            await ReserveAsync(TarHeader.BlockSize, cancellationToken).ConfigureAwait(false);
            headers.WriteExtensionHeader(Take(TarHeader.BlockSize));
            for (int written = 0; written < extension.Length;)
            {
                await ReserveAsync(1, cancellationToken).ConfigureAwait(false);
                int step = Math.Min(extension.Length - written, _buffer.Length - _used);
                extension.AsSpan(written, step).CopyTo(Take(step));
                written += step;
            }
            await WriteZerosAsync(-extension.Length & (TarHeader.BlockSize - 1), cancellationToken).ConfigureAwait(false);
        }
        await ReserveAsync(TarHeader.BlockSize, cancellationToken).ConfigureAwait(false);
        headers.WriteHeader(Take(TarHeader.BlockSize));
    }

    private async ValueTask WriteContentAsync(TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        long left = entry.Size;
        while (left > 0)
        {
            if (_buffer.Length - _used < Math.Min(left, BufferSize / 4))
            {
                await FlushBufferAsync(cancellationToken).ConfigureAwait(false);
            }
            int room = (int)Math.Min(left, _buffer.Length - _used);
            int read = await content.ReadAsync(_buffer.AsMemory(_used, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new CosException(ArtifactDiagnostics.ContentLength(_name, TarPath.ForMessage(entry.Path), entry.Size, entry.Size - left));
            }
            _used += read;
            left -= read;
        }
        await ReserveAsync(1, cancellationToken).ConfigureAwait(false);
        if (await content.ReadAsync(_buffer.AsMemory(_used, 1), cancellationToken).ConfigureAwait(false) != 0)
        {
            throw new CosException(ArtifactDiagnostics.ContentLength(_name, TarPath.ForMessage(entry.Path), entry.Size, entry.Size + 1));
        }
    }

    private async ValueTask WriteZerosAsync(int count, CancellationToken cancellationToken)
    {
        await ReserveAsync(count, cancellationToken).ConfigureAwait(false);
        Take(count).Clear();
    }

    private async ValueTask ReserveAsync(int count, CancellationToken cancellationToken)
    {
        if (_buffer.Length - _used < count)
        {
            await FlushBufferAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Span<byte> Take(int count)
    {
        _used += count;
        return _buffer.AsSpan(_used - count, count);
    }

    private async ValueTask FlushBufferAsync(CancellationToken cancellationToken)
    {
        await _destination.WriteAsync(_buffer.AsMemory(0, _used), cancellationToken).ConfigureAwait(false);
        _used = 0;
    }
}
