using System.Net;
using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>The content of a blob, resumed when the connection breaks, its size and digest checked at the end.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="registry">Where it comes from.</param>
/// <param name="blob">Digest and size; a size of 0 with another digest than that of nothing is an error like any wrong size.</param>
/// <param name="open">Asks for the content from an offset on.</param>
/// <param name="wait">Waits before an attempt.</param>
/// <param name="options">Attempts and times.</param>
internal sealed class BlobStream(
    string name,
    string registry,
    ContentDescriptor blob,
    Func<long, CancellationToken, Task<HttpResponseMessage>> open,
    Func<int, CancellationToken, Task> wait,
    RegistryOptions options) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private HttpResponseMessage? _response;
    private Stream? _body;
    private long _offset;
    private int _failures;
    private bool _checked;

    /// <summary>Whether the content came to its end and was not what it should be. Fetching it again may help.</summary>
    public bool IsDamaged { get; private set; }

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => blob.Size;

    /// <inheritdoc />
    public override long Position
    {
        get => _offset;
        set => throw new NotSupportedException();
    }

    /// <summary>Connects, at the place where reading stopped.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _response = await open(_offset, cancellationToken).ConfigureAwait(false);
        _body = await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (_offset == 0)
        {
            return;
        }
        long start = _response.StatusCode == HttpStatusCode.PartialContent ? _response.Content.Headers.ContentRange?.From ?? -1 : 0;
        if (start != 0 && start != _offset)
        {
            throw new DamagedTransferException(RegistryDiagnostics.MalformedAnswer(name, "the registry resumed it at another place than asked"));
        }
        // A registry without ranges begins anew: what is known already is passed over.
        byte[] buffer = new byte[64 << 10];
        for (long left = _offset - start; left > 0;)
        {
            int read = await ReadSomeAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
            left -= read > 0 ? read : throw new IOException("The answer was cut off.");
        }
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _checked)
        {
            return 0;
        }
        if (_offset == blob.Size)
        {
            await FinishAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
        Memory<byte> window = buffer[..(int)Math.Min(buffer.Length, blob.Size - _offset)];
        while (true)
        {
            try
            {
                if (_body is null)
                {
                    await ConnectAsync(cancellationToken).ConfigureAwait(false);
                }
                int read = await ReadSomeAsync(window, cancellationToken).ConfigureAwait(false);
                if (read > 0)
                {
                    _hash.AppendData(window.Span[..read]);
                    _offset += read;
                    _failures = 0;
                    return read;
                }
                throw new IOException("The answer was cut off.");
            }
            catch (Exception exception) when (Backoff.MayPass(exception) && !cancellationToken.IsCancellationRequested)
            {
                Disconnect();
                if (++_failures >= options.MaxAttempts)
                {
                    throw new CosException(RegistryDiagnostics.Unreachable(registry, $"fetch {name}", RegistryErrors.ReasonOf(exception)), exception);
                }
                await wait(_failures, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The registry must have nothing more, and all of it must have the digest.</summary>
    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (await HasMoreAsync(cancellationToken).ConfigureAwait(false))
        {
            IsDamaged = true;
            throw new CosException(RegistryDiagnostics.MalformedAnswer(name, $"it is larger than {blob.Size} bytes"));
        }
        string digest = ContentDigest.Format(_hash.GetHashAndReset());
        IsDamaged = digest != blob.Digest;
        ContentDigest.Check(name, blob.Digest, digest);
        _checked = true;
    }

    private async Task<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _body is not null && await ReadSomeAsync(new byte[1], cancellationToken).ConfigureAwait(false) > 0;
        }
        catch (Exception exception) when (Backoff.MayPass(exception))
        {
            // All bytes are there; what breaks after them does not matter.
            return false;
        }
    }

    private async ValueTask<int> ReadSomeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(options.StallTimeout);
        try
        {
            return await _body!.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private void Disconnect()
    {
        _response?.Dispose();
        _response = null;
        _body = null;
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Disconnect();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }
}
