using System.IO.Pipelines;
using System.Runtime.ExceptionServices;

namespace Cos.Sdk.Engine;

/// <summary>Lets a writer produce what a request sends: one side writes, the other reads, a bounded buffer between them.</summary>
internal static class StreamFeed
{
    private const int HighWater = 1 << 20;

    /// <summary>Runs writer and reader together.</summary>
    /// <param name="write">Writes the content; its failure is the failure of the whole.</param>
    /// <param name="read">Reads the content; when it ends early the writer is cancelled.</param>
    /// <param name="cancellationToken">Cancels both.</param>
    public static async Task<T> RunAsync<T>(
        Func<Stream, CancellationToken, Task> write, Func<Stream, Task<T>> read, CancellationToken cancellationToken)
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: HighWater, resumeWriterThreshold: HighWater / 2, useSynchronizationContext: false));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<Exception?> writing = Task.Run(() => WriteAsync(pipe.Writer, write, stop.Token), CancellationToken.None);
        try
        {
            return await read(pipe.Reader.AsStream(leaveOpen: true)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            Exception? failure = await StopAsync(pipe.Reader, stop, writing).ConfigureAwait(false);
            if (failure is not null and not OperationCanceledException)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
            throw;
        }
        finally
        {
            await StopAsync(pipe.Reader, stop, writing).ConfigureAwait(false);
        }
    }

    private static async Task<Exception?> StopAsync(PipeReader reader, CancellationTokenSource stop, Task<Exception?> writing)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await reader.CompleteAsync().ConfigureAwait(false);
        return await writing.ConfigureAwait(false);
    }

    private static async Task<Exception?> WriteAsync(
        PipeWriter writer, Func<Stream, CancellationToken, Task> write, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            FeedStream output = new(writer.AsStream(leaveOpen: true), stop);
            await using (output.ConfigureAwait(false))
            {
                await write(output, stop).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Thrown by the caller's side, after the reader has ended.
            failure = exception;
        }
        await writer.CompleteAsync(failure).ConfigureAwait(false);
        return failure;
    }

    /// <summary>A pipe takes everything in silence when nobody reads any more; this ends the writer instead.</summary>
    private sealed class FeedStream(Stream inner, CancellationToken stop) : DelegatingStream(inner)
    {
        public override bool CanRead => false;

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            stop.ThrowIfCancellationRequested();
            Inner.Write(buffer);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            stop.ThrowIfCancellationRequested();
            return Inner.WriteAsync(buffer, cancellationToken.CanBeCanceled ? cancellationToken : stop);
        }
    }
}
