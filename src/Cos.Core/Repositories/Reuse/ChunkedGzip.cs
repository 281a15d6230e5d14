using System.Collections.Immutable;
using Cos.Sdk.Artifacts;

namespace Cos.Sdk.Repositories.Reuse;

/// <summary>Compresses a tar as members of gzip, cut where its files are, and notes how they are put together. Readers of gzip see one stream.</summary>
internal sealed class ChunkedGzip : IAsyncDisposable
{
    /// <summary>A chunk without a cut, such as many empty files, ends here.</summary>
    private const int LongestChunk = 2 << 20;

    private readonly Counter _output;
    private readonly Compression _gzip;
    private readonly ImmutableArray<TarContent> _contents;
    private readonly IEnumerator<long> _cuts;
    private readonly ImmutableArray<ReusePart>.Builder _parts = ImmutableArray.CreateBuilder<ReusePart>();
    private readonly ImmutableArray<ReuseChunk>.Builder _chunks = ImmutableArray.CreateBuilder<ReuseChunk>();
    private readonly MemoryStream _literal = new();
    private long _cut;
    private long _offset;
    private long _start;
    private int _next;
    private Stream? _member;

    /// <param name="output">Takes the layer; stays the caller's.</param>
    /// <param name="level">1 to 9.</param>
    /// <param name="contents">The files of just the tar that will be written.</param>
    public ChunkedGzip(Stream output, int level, ImmutableArray<TarContent> contents)
    {
        _output = new Counter(output);
        _gzip = new Compression(CompressionAlgorithm.Gzip, level);
        _contents = contents;
        _cuts = TarContents.Cuts(contents).GetEnumerator();
        NextCut();
    }

    /// <summary>Writes the next bytes of the tar.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            TarContent? content = _next < _contents.Length ? _contents[_next] : null;
            bool inContent = content is not null && _offset >= content.Offset;
            long end = content is null ? long.MaxValue : inContent ? content.Offset + content.Size : content.Offset;
            int length = (int)Math.Min(bytes.Length, Math.Min(Math.Min(end, _cut) - _offset, LongestChunk - (_offset - _start)));
            _member ??= _gzip.OpenWrite(_output);
            await _member.WriteAsync(bytes[..length], cancellationToken).ConfigureAwait(false);
            if (!inContent)
            {
                _literal.Write(bytes.Span[..length]);
            }
            bytes = bytes[length..];
            _offset += length;
            if (inContent && _offset == end)
            {
                Note(content!);
            }
            if (_offset == _cut || _offset - _start == LongestChunk)
            {
                await EndChunkAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends the layer.</summary>
    /// <returns>How it is put together.</returns>
    public async Task<ReuseIndex> FinishAsync()
    {
        await EndChunkAsync().ConfigureAwait(false);
        _parts.Add(new ReusePart(_literal.ToArray(), "", 0, new byte[ReusePart.DigestSize]));
        return new ReuseIndex(_parts.ToImmutable(), _chunks.ToImmutable());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_member is not null)
        {
            await _member.DisposeAsync().ConfigureAwait(false);
        }
        _cuts.Dispose();
        await _literal.DisposeAsync().ConfigureAwait(false);
    }

    private void Note(TarContent content)
    {
        _parts.Add(new ReusePart(_literal.ToArray(), content.Path, content.Size, content.Digest));
        _literal.SetLength(0);
        _next++;
    }

    private async Task EndChunkAsync()
    {
        if (_member is not null)
        {
            await _member.DisposeAsync().ConfigureAwait(false);
            _member = null;
            _chunks.Add(new ReuseChunk((int)(_offset - _start), (int)_output.Take()));
            _start = _offset;
        }
        while (_cut <= _offset)
        {
            NextCut();
        }
    }

    private void NextCut() => _cut = _cuts.MoveNext() ? _cuts.Current : long.MaxValue;

    private sealed class Counter(Stream inner) : PassThroughStream(inner)
    {
        private long _count;

        /// <summary>Bytes since the last call.</summary>
        public long Take()
        {
            long count = _count;
            _count = 0;
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _count += buffer.Length;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
