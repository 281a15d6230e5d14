using System.Buffers;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Tar;

/// <summary>
/// Reads an archive from a stream that may only be read forward and asynchronously: v7, ustar, PAX and GNU formats. Every header is
/// checked, every name is normalised, and what could lead out of the root or exhaust memory is refused with a code.
/// </summary>
/// <remarks>The stream stays the caller's. An archive must have its end mark; an empty stream is an empty archive.</remarks>
internal sealed class TarStreamReader : IAsyncDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly Stream _source;
    private readonly TarLimits _limits;
    private readonly TarEntryParser _parser;
    private readonly string _name;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _start;
    private int _end;
    private long _offset;
    private long _remaining;
    private int _padding;
    private long _entries;
    private long _total;
    private bool _ended;

    /// <param name="source">The archive, not compressed.</param>
    /// <param name="limits">What is refused as too much.</param>
    /// <param name="name">What messages call the archive.</param>
    public TarStreamReader(Stream source, TarLimits limits, string name)
    {
        _source = source;
        _limits = limits;
        _name = name;
        _parser = new TarEntryParser(limits, name);
    }

    /// <summary>The content of the current entry; empty for all kinds but files. What is left unread is skipped.</summary>
    public Stream Content { get; private set; } = Stream.Null;

    /// <summary>Where the content of the current entry begins in the archive.</summary>
    public long ContentOffset { get; private set; }

    /// <summary>The next entry, null at the end of the archive.</summary>
    /// <exception cref="CosException">The archive is damaged, truncated, unsupported, unsafe, or exceeds the limits.</exception>
    public async ValueTask<TarEntry?> ReadEntryAsync(CancellationToken cancellationToken)
    {
        await SkipContentAsync(cancellationToken).ConfigureAwait(false);
        while (!_ended)
        {
            if (!await FillAsync(TarHeader.BlockSize, cancellationToken).ConfigureAwait(false))
            {
                if (_offset == 0 && _start == _end)
                {
                    _ended = true;
                    break;
                }
                throw Truncated();
            }
            if (new TarHeader(_buffer.AsSpan(_start, TarHeader.BlockSize)).IsZero)
            {
                await EndAsync(cancellationToken).ConfigureAwait(false);
                break;
            }
            if (++_entries > _limits.MaxEntries)
            {
                throw new CosException(ArtifactDiagnostics.ArchiveLimit(_name, nameof(TarLimits.MaxEntries), _limits.MaxEntries));
            }
            TarEntry? entry = _parser.ReadHeader(_buffer.AsSpan(_start, TarHeader.BlockSize), _offset, out long contentSize);
            Consume(TarHeader.BlockSize);
            if (_parser.IsExtension)
            {
                await ReadExtensionAsync((int)contentSize, cancellationToken).ConfigureAwait(false);
                continue;
            }
            Begin(entry, contentSize);
            if (entry is not null)
            {
                return entry;
            }
            await SkipContentAsync(cancellationToken).ConfigureAwait(false);
        }
        return null;
    }

    /// <summary>Reads of the current content; 0 at its end.</summary>
    internal async ValueTask<int> ReadContentAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_remaining == 0 || destination.IsEmpty)
        {
            return 0;
        }
        int wanted = (int)Math.Min(destination.Length, _remaining);
        if (_start == _end && wanted < TarHeader.BlockSize * 8)
        {
            await FillAsync(1, cancellationToken).ConfigureAwait(false);
        }
        int read = Math.Min(wanted, _end - _start);
        if (read > 0)
        {
            _buffer.AsMemory(_start, read).CopyTo(destination);
            Consume(read);
        }
        else
        {
            read = await _source.ReadAsync(destination[..wanted], cancellationToken).ConfigureAwait(false);
            _offset += read;
        }
        _remaining -= read;
        return read > 0 ? read : throw Truncated();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _ended = true;
        _remaining = 0;
        Content = Stream.Null;
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return ValueTask.CompletedTask;
    }

    private void Begin(TarEntry? entry, long contentSize)
    {
        _total += contentSize;
        if (_total > _limits.MaxTotalSize)
        {
            throw new CosException(ArtifactDiagnostics.ArchiveLimit(_name, nameof(TarLimits.MaxTotalSize), _limits.MaxTotalSize));
        }
        _remaining = contentSize;
        _padding = (int)(-contentSize & (TarHeader.BlockSize - 1));
        ContentOffset = _offset;
        Content = entry is { Size: > 0 } ? new TarContentStream(this, entry.Size) : Stream.Null;
    }

    private async ValueTask ReadExtensionAsync(int size, CancellationToken cancellationToken)
    {
        byte[] content = ArrayPool<byte>.Shared.Rent(Math.Max(size, 1));
        try
        {
            _remaining = size;
            _padding = -size & (TarHeader.BlockSize - 1);
            long offset = _offset;
            for (int read = 0; read < size;)
            {
                read += await ReadContentAsync(content.AsMemory(read, size - read), cancellationToken).ConfigureAwait(false);
            }
            _parser.ReadExtension(content.AsSpan(0, size), offset);
            await SkipContentAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content);
        }
    }

    private async ValueTask SkipContentAsync(CancellationToken cancellationToken)
    {
        if (Content is TarContentStream content)
        {
            content.Detach();
            Content = Stream.Null;
        }
        long left = _remaining + _padding;
        _remaining = 0;
        _padding = 0;
        while (left > 0)
        {
            if (_start == _end && left > BufferSize && _source.CanSeek)
            {
                if (_source.Length - _source.Position < left)
                {
                    throw Truncated();
                }
                _source.Seek(left, SeekOrigin.Current);
                _offset += left;
                return;
            }
            if (_start == _end && !await FillAsync(1, cancellationToken).ConfigureAwait(false))
            {
                throw Truncated();
            }
            int step = (int)Math.Min(left, _end - _start);
            Consume(step);
            left -= step;
        }
    }

    /// <summary>Reads what follows the end mark, so that digests and checksums around the archive see all of it.</summary>
    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        _parser.CheckEnd(_offset);
        _ended = true;
        long rest = 0;
        do
        {
            Consume(_end - _start);
            rest += _end;
            if (rest > _limits.MaxTotalSize)
            {
                throw new CosException(ArtifactDiagnostics.ArchiveLimit(_name, nameof(TarLimits.MaxTotalSize), _limits.MaxTotalSize));
            }
        }
        while (await FillAsync(1, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Has at least <paramref name="count"/> bytes in the buffer; false when the stream ends before.</summary>
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_end - _start >= count)
        {
            return true;
        }
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            int read = await _source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }
            _end += read;
        }
        return true;
    }

    private void Consume(int count)
    {
        _start += count;
        _offset += count;
    }

    private CosException Truncated() => new(ArtifactDiagnostics.TruncatedArchive(_name, _offset + (_end - _start)));
}
