using System.Collections.Immutable;
using System.IO.Pipelines;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories.Reuse;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>A package's archive on its way into a layer: read, verified, compressed anew and digested. A first pass finds where its files are.</summary>
/// <param name="archive">Absolute path of the archive, compressed in any way.</param>
/// <param name="sha256">What the archive must be.</param>
/// <param name="level">1 to 9.</param>
internal sealed class GzipLayer(string archive, string sha256, int level)
{
    private const int BufferSize = 1 << 20;

    private Task<(string TarDigest, ReuseIndex Index)> _made = Task.FromResult(("", new ReuseIndex([], [])));

    /// <summary>The layer's content; it can be opened again.</summary>
    public BlobSource Source => new() { OpenAsync = OpenAsync };

    /// <summary>Digest of the layer's tar and how it is put together, known when its content was read to the end.</summary>
    public Task<(string TarDigest, ReuseIndex Index)> Made => _made;

    private Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        Pipe pipe = new(new PipeOptions(
            pauseWriterThreshold: BufferSize, resumeWriterThreshold: BufferSize / 2, minimumSegmentSize: BufferSize / 8, useSynchronizationContext: false));
        CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _made = Task.Run(() => ProduceAsync(pipe.Writer, stop.Token), CancellationToken.None);
        return Task.FromResult<Stream>(new ProducedStream(pipe.Reader.AsStream(), stop));
    }

    private async Task<(string TarDigest, ReuseIndex Index)> ProduceAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            string digest;
            ReuseIndex index;
            ImmutableArray<TarContent> contents = await TarContents.ReadAsync(archive, cancellationToken).ConfigureAwait(false);
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
                    ChunkedGzip compressed = new(output, level, contents);
                    await using (compressed.ConfigureAwait(false))
                    {
                        byte[] buffer = new byte[BufferSize / 8];
                        for (int read; (read = await hash.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                        {
                            await compressed.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                        }
                        index = await compressed.FinishAsync().ConfigureAwait(false);
                    }
                    await stored.DrainAsync(cancellationToken).ConfigureAwait(false);
                    digest = "sha256:" + hash.GetSha256();
                    if (stored.GetSha256() != sha256)
                    {
                        throw new CosException(ArtifactDiagnostics.ChecksumMismatch(archive, sha256, stored.GetSha256()));
                    }
                }
            }
            return (digest, index);
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
