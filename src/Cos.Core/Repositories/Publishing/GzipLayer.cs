using System.IO.Pipelines;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>A package's archive on its way into a layer: read, verified, compressed anew and digested in one pass.</summary>
/// <param name="archive">Absolute path of the archive, compressed in any way.</param>
/// <param name="sha256">What the archive must be.</param>
/// <param name="level">1 to 9.</param>
internal sealed class GzipLayer(string archive, string sha256, int level)
{
    private const int BufferSize = 1 << 20;

    private Task<string> _tarDigest = Task.FromResult("");

    /// <summary>The layer's content; it can be opened again.</summary>
    public BlobSource Source => new() { OpenAsync = OpenAsync };

    /// <summary>Digest of the layer's tar, known when its content was read to the end.</summary>
    public Task<string> TarDigest => _tarDigest;

    private Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        Pipe pipe = new(new PipeOptions(
            pauseWriterThreshold: BufferSize, resumeWriterThreshold: BufferSize / 2, minimumSegmentSize: BufferSize / 8, useSynchronizationContext: false));
        CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _tarDigest = Task.Run(() => ProduceAsync(pipe.Writer, stop.Token), CancellationToken.None);
        return Task.FromResult<Stream>(new ProducedStream(pipe.Reader.AsStream(), stop));
    }

    private async Task<string> ProduceAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            string digest;
            FileStream file = new(archive, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                using HashingStream stored = new(file);
                DecompressionStream tar = await DecompressionStream
                    .OpenAsync(stored, DecompressionLimits.Default, Path.GetFileName(archive), cancellationToken).ConfigureAwait(false);
                await using (tar.ConfigureAwait(false))
                {
                    using HashingStream hash = new(tar);
                    Stream output = writer.AsStream(leaveOpen: true);
                    Stream compressed = new Compression(CompressionAlgorithm.Gzip, level).OpenWrite(output);
                    await using (compressed.ConfigureAwait(false))
                    {
                        await hash.CopyToAsync(compressed, BufferSize / 8, cancellationToken).ConfigureAwait(false);
                    }
                    await stored.DrainAsync(cancellationToken).ConfigureAwait(false);
                    digest = "sha256:" + hash.GetSha256();
                    if (stored.GetSha256() != sha256)
                    {
                        throw new CosException(ArtifactDiagnostics.ChecksumMismatch(archive, sha256, stored.GetSha256()));
                    }
                }
            }
            return digest;
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            await writer.CompleteAsync(failure).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the producer when nobody reads any more.</summary>
    private sealed class ProducedStream(Stream content, CancellationTokenSource stop) : PassThroughStream(content)
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stop.Cancel();
                Inner.Dispose();
                stop.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
