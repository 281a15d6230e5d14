using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>A layer's bytes on their way to a reader; computes their digest. Asynchronous and forward-only.</summary>
internal sealed class LayerStream(Stream inner) : DelegatingStream(inner, leaveOpen: true)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _hash.AppendData(buffer.Span[..count]);
            return count;
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException or ZstdSharp.ZstdException)
        {
            throw new CosException(EngineDiagnostics.MalformedSavedImage(exception.Message), exception);
        }
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => throw new NotSupportedException("Layers are read asynchronously.");

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Layers are read asynchronously.");

    /// <summary>Reads what is left and gives the digest of all: <c>sha256:…</c>.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[128 << 10];
        while (await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
        return "sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }
}
