using System.IO.Pipelines;

namespace Cos.Sdk.Engine;

/// <summary>
/// A large answer of the engine, fetched by a thread of its own. The connection blocks, and a reader that waits goes on on that thread:
/// this costs a tenth of the processor time that going through the thread pool for every piece does.
/// </summary>
/// <remarks>Asynchronous only: a reader that blocked the thread would wait for itself.</remarks>
internal sealed class BulkStream : DelegatingStream
{
    private const int BlockSize = 64 << 10;

    private const int ReadAhead = 1 << 20;

    private readonly Pipe _pipe;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _fetching;
    private Stream? _source;
    private int _thread;
    private bool _disposed;

    private BulkStream(Pipe pipe, Func<CancellationToken, Task<Stream>> open)
        : base(pipe.Reader.AsStream())
    {
        _pipe = pipe;
        _fetching = Task.Factory.StartNew(
            () => Fetch(open), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <summary>Sends a request and waits for the beginning of the answer.</summary>
    /// <param name="open">Sends the request; runs, blocking, on the thread of the stream. Its failure is the failure of this call.</param>
    /// <param name="cancellationToken">Cancels the opening; once open, disposal ends the transfer.</param>
    public static async Task<Stream> OpenAsync(Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        Pipe pipe = new(new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: ReadAhead,
            resumeWriterThreshold: ReadAhead / 2,
            minimumSegmentSize: BlockSize,
            useSynchronizationContext: false));
        BulkStream stream = new(pipe, open);
        try
        {
            using (cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), stream._stop))
            {
                await stream._opened.Task.ConfigureAwait(false);
            }
            cancellationToken.ThrowIfCancellationRequested();
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => throw new NotSupportedException("The engine's answers are read asynchronously.");

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await _stop.CancelAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
            await _fetching.ConfigureAwait(false);
            _stop.Dispose();
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _stop.Cancel();
            base.Dispose(disposing);
            if (_thread == Environment.CurrentManagedThreadId)
            {
                // The reader goes on on our thread: it cannot wait for its end, but nobody else can be reading.
                _source?.Dispose();
                return;
            }
            _fetching.Wait(CancellationToken.None);
            _stop.Dispose();
        }
    }

    private void Fetch(Func<CancellationToken, Task<Stream>> open)
    {
        _thread = Environment.CurrentManagedThreadId;
        Exception? failure = null;
        try
        {
            _source = Wait(new ValueTask<Stream>(open(_stop.Token)));
            using (_source)
            {
                _opened.SetResult();
                Copy(_source, _pipe.Writer, _stop.Token);
            }
        }
        catch (Exception exception)
        {
            // Thrown where the stream is opened or read.
            failure = exception;
            _opened.TrySetException(exception);
        }
        _pipe.Writer.Complete(failure);
    }

    private static void Copy(Stream source, PipeWriter writer, CancellationToken stop)
    {
        int count;
        do
        {
            Memory<byte> block = writer.GetMemory(BlockSize);
            int filled = 0;
            do
            {
                // Asynchronous in form only: the connection blocks. In this form the token closes it.
                count = Wait(source.ReadAsync(block[filled..], stop));
                filled += count;
            }
            while (count > 0 && filled < block.Length);
            writer.Advance(filled);
        }
        while (!Wait(writer.FlushAsync(stop)).IsCompleted && count > 0);
    }

    private static T Wait<T>(ValueTask<T> task) =>
        task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();
}
