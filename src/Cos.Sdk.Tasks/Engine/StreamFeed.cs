using System.IO.Pipelines;

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
            Stream input = pipe.Reader.AsStream();
            await using (input.ConfigureAwait(false))
            {
                T result = await read(input).ConfigureAwait(false);
                await StopAsync(stop, writing).ConfigureAwait(false);
                return result;
            }
        }
        catch (Exception)
        {
            Exception? failure = await StopAsync(stop, writing).ConfigureAwait(false);
            if (failure is not null and not OperationCanceledException)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            }
            throw;
        }
    }

    private static async Task<Exception?> StopAsync(CancellationTokenSource stop, Task<Exception?> writing)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        return await writing.ConfigureAwait(false);
    }

    private static async Task<Exception?> WriteAsync(
        PipeWriter writer, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            Stream output = writer.AsStream(leaveOpen: true);
            await using (output.ConfigureAwait(false))
            {
                await write(output, cancellationToken).ConfigureAwait(false);
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
}
