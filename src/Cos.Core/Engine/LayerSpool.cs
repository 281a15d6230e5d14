using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>A layer kept in a temporary file; its disposal removes the file.</summary>
internal sealed class LayerSpool : IAsyncDisposable
{
    private readonly FileStream _file;

    private LayerSpool(FileStream file, string digest)
    {
        _file = file;
        Digest = digest;
    }

    /// <summary><c>sha256:…</c> of the bytes in the file.</summary>
    public string Digest { get; }

    /// <summary>Takes a stream to its end.</summary>
    public static async Task<LayerSpool> CreateAsync(string folder, Stream content, CancellationToken cancellationToken)
    {
        FileStream file = new(Path.Combine(folder, $"layer-{Path.GetRandomFileName()}"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan,
        });
        try
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[256 << 10];
            int count;
            while ((count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, count));
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
            return new LayerSpool(file, "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (Exception exception)
        {
            await file.DisposeAsync().ConfigureAwait(false);
            if (exception is EndOfStreamException)
            {
                throw new CosException(EngineDiagnostics.MalformedSavedImage(exception.Message), exception);
            }
            throw;
        }
    }

    /// <summary>The bytes from the first on; ends with the spool.</summary>
    public Stream Open()
    {
        _file.Position = 0;
        return _file;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
