using System.IO.Compression;
using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories.Reuse;

/// <summary>Puts a layer's tar together from files that are there and from what has to be fetched.</summary>
/// <param name="index">How. It may be hostile: whoever takes the tar checks its digest.</param>
/// <param name="layerSize">Bytes of the stored layer.</param>
/// <param name="open">Opens a present file by its path in the tar; null when there is none. It may have any content.</param>
/// <param name="fetch">Fetches bytes of the stored layer: offset, length.</param>
/// <param name="name">What messages call the layer.</param>
internal sealed class TarRebuilder(
    ReuseIndex index, long layerSize, Func<string, Stream?> open, Func<long, int, CancellationToken, Task<byte[]>> fetch, string name)
{
    /// <summary>Bytes that are fetched at once.</summary>
    private const int Window = 4 << 20;

    /// <summary>What lies between two wanted chunks and is less than this is fetched along.</summary>
    private const int Gap = 32 << 10;

    private const int BufferSize = 128 << 10;

    private readonly bool[] _isPresent = new bool[index.Parts.Length];
    private readonly bool[] _isWanted = new bool[index.Chunks.Length];
    private readonly long[] _stored = new long[index.Chunks.Length + 1];
    private readonly long[] _tar = new long[index.Chunks.Length + 1];
    private readonly byte[] _buffer = new byte[BufferSize];
    private (long Offset, byte[] Bytes) _window = (0, []);
    private (int Chunk, byte[] Bytes) _current = (-1, []);

    /// <summary>Bytes that chunks with missing files have as they are stored.</summary>
    public long MissingBytes { get; private set; }

    /// <summary>Looks which files are there. To be called first.</summary>
    /// <exception cref="CosException">The index contradicts itself.</exception>
    public async Task CompareAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; i < index.Chunks.Length; i++)
        {
            _stored[i + 1] = _stored[i] + index.Chunks[i].StoredLength;
            _tar[i + 1] = _tar[i] + index.Chunks[i].TarLength;
        }
        long offset = 0;
        for (int i = 0, chunk = 0; i < index.Parts.Length; i++)
        {
            ReusePart part = index.Parts[i];
            offset += part.Literal.Length;
            if (part.Size > _tar[^1] - offset)
            {
                throw Contradiction();
            }
            _isPresent[i] = part.Size == 0 || await IsPresentAsync(part, cancellationToken).ConfigureAwait(false);
            while (chunk < index.Chunks.Length && _tar[chunk + 1] <= offset)
            {
                chunk++;
            }
            for (int wanted = chunk; !_isPresent[i] && wanted < index.Chunks.Length && _tar[wanted] < offset + part.Size; wanted++)
            {
                MissingBytes += _isWanted[wanted] ? 0 : index.Chunks[wanted].StoredLength;
                _isWanted[wanted] = true;
            }
            offset += part.Size;
        }
        if (offset != _tar[^1] || _stored[^1] != layerSize)
        {
            throw Contradiction();
        }
    }

    /// <summary>Writes the tar.</summary>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        long offset = 0;
        int chunk = 0;
        for (int i = 0; i < index.Parts.Length; i++)
        {
            ReusePart part = index.Parts[i];
            await output.WriteAsync(part.Literal, cancellationToken).ConfigureAwait(false);
            offset += part.Literal.Length;
            if (_isPresent[i])
            {
                await CopyAsync(part, output, cancellationToken).ConfigureAwait(false);
                offset += part.Size;
                continue;
            }
            for (long end = offset + part.Size; offset < end;)
            {
                while (_tar[chunk + 1] <= offset)
                {
                    chunk++;
                }
                byte[] bytes = await ReadChunkAsync(chunk, cancellationToken).ConfigureAwait(false);
                int length = (int)(Math.Min(end, _tar[chunk + 1]) - offset);
                await output.WriteAsync(bytes.AsMemory((int)(offset - _tar[chunk]), length), cancellationToken).ConfigureAwait(false);
                offset += length;
            }
        }
    }

    private async Task<bool> IsPresentAsync(ReusePart part, CancellationToken cancellationToken)
    {
        if (open(part.Path) is not { } file)
        {
            return false;
        }
        await using (file.ConfigureAwait(false))
        {
            return file.Length == part.Size
                && (await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)).AsSpan(0, ReusePart.DigestSize).SequenceEqual(part.Digest.Span);
        }
    }

    private async Task CopyAsync(ReusePart part, Stream output, CancellationToken cancellationToken)
    {
        if (part.Size == 0)
        {
            return;
        }
        Stream file = open(part.Path) ?? throw Contradiction();
        await using (file.ConfigureAwait(false))
        {
            for (long left = part.Size; left > 0;)
            {
                int read = await file.ReadAsync(_buffer.AsMemory(0, (int)Math.Min(left, BufferSize)), cancellationToken).ConfigureAwait(false);
                await output.WriteAsync(read > 0 ? _buffer.AsMemory(0, read) : throw Contradiction(), cancellationToken).ConfigureAwait(false);
                left -= read;
            }
        }
    }

    private async Task<byte[]> ReadChunkAsync(int chunk, CancellationToken cancellationToken)
    {
        if (_current.Chunk == chunk)
        {
            return _current.Bytes;
        }
        if (_stored[chunk] < _window.Offset || _stored[chunk + 1] > _window.Offset + _window.Bytes.Length)
        {
            int end = EndOfWindow(chunk);
            _window = (_stored[chunk], await fetch(_stored[chunk], (int)(_stored[end] - _stored[chunk]), cancellationToken).ConfigureAwait(false));
        }
        byte[] plain = new byte[index.Chunks[chunk].TarLength];
        try
        {
            MemoryStream stored = new(_window.Bytes, (int)(_stored[chunk] - _window.Offset), index.Chunks[chunk].StoredLength, writable: false);
            using GZipStream member = new(stored, CompressionMode.Decompress);
            await member.ReadExactlyAsync(plain, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            throw Contradiction();
        }
        _current = (chunk, plain);
        return plain;
    }

    /// <summary>The chunk after the last that is fetched together with one.</summary>
    private int EndOfWindow(int first)
    {
        int end = first + 1;
        for (int next = end; next < index.Chunks.Length && _stored[next + 1] - _stored[first] <= Window && _stored[next] - _stored[end] <= Gap; next++)
        {
            end = _isWanted[next] ? next + 1 : end;
        }
        return end;
    }

    private CosException Contradiction() => new(RegistryDiagnostics.MalformedAnswer(name, "its index of files contradicts it"));
}
