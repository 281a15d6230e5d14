using System.IO.Pipelines;

namespace Cos.Sdk.Repositories;

/// <summary>Runs what writes a stream and what reads it at the same time, with a bounded buffer between them.</summary>
internal static class StreamPipe
{
    private const int BufferSize = 1 << 20;

    private static readonly PipeOptions Options = new(
        pauseWriterThreshold: BufferSize, resumeWriterThreshold: BufferSize / 2, minimumSegmentSize: BufferSize / 8, useSynchronizationContext: false);

    /// <summary>Ends when both have ended. When the producer fails, its reader's next read throws, and the producer's failure is the one that is reported.</summary>
    /// <param name="produce">Writes the stream.</param>
    /// <param name="consume">Reads the stream; may stop before its end.</param>
    /// <param name="cancellationToken">Ends both.</param>
    /// <returns>What the producer gave.</returns>
    public static async Task<T> ConnectAsync<T>(
        Func<Stream, CancellationToken, Task<T>> produce, Func<Stream, CancellationToken, Task> consume, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Pipe pipe = new(Options);
        Task<T> producing = ProduceAsync(pipe.Writer, produce, stop.Token);
        try
        {
            Stream stream = pipe.Reader.AsStream();
            await using (stream.ConfigureAwait(false))
            {
                await consume(stream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)producing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (producing.IsFaulted)
            {
                // The consumer failed because its input did: that is the cause.
                return await producing.ConfigureAwait(false);
            }
            throw;
        }
        return await producing.ConfigureAwait(false);
    }

    private static async Task<T> ProduceAsync<T>(PipeWriter writer, Func<Stream, CancellationToken, Task<T>> produce, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            Stream stream = writer.AsStream(leaveOpen: true);
            await using (stream.ConfigureAwait(false))
            {
                return await produce(stream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception caught)
        {
            failure = caught;
            throw;
        }
        finally
        {
            await writer.CompleteAsync(failure).ConfigureAwait(false);
        }
    }
}
