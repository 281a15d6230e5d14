using System.Text;

namespace Cos.Sdk.Running;

/// <summary>What a console has shown, as it grows: kept in a file, its end in memory. Thread-safe.</summary>
internal sealed class ConsoleText : IDisposable
{
    /// <summary>What is kept in memory: more than any question looks back.</summary>
    private const int Kept = 1 << 20;

    private readonly Lock _lock = new();
    private readonly FileStream _log;
    private readonly StringBuilder _text = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;
    private bool _ended;

    /// <summary>Begins a log; what was there is gone.</summary>
    public ConsoleText(string log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        _log = new FileStream(log, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
    }

    /// <summary>Where the console is, in characters since its beginning.</summary>
    public long Position
    {
        get
        {
            lock (_lock)
            {
                return _dropped + _text.Length;
            }
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    public async Task FollowAsync(Stream console, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[8192];
        try
        {
            while (await console.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int read)
            {
                await _log.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            lock (_lock)
            {
                _ended = true;
                _grown.TrySetResult();
            }
        }
    }

    /// <summary>The text from a position on; what is no longer kept is left out.</summary>
    public string From(long position)
    {
        lock (_lock)
        {
            int start = (int)Math.Clamp(position - _dropped, 0, _text.Length);
            return _text.ToString(start, _text.Length - start);
        }
    }

    /// <summary>The last characters.</summary>
    public string Tail(int length) => From(Position - length);

    /// <summary>Waits until a text has come.</summary>
    /// <param name="position">Where to look from.</param>
    /// <param name="find">Finds what is waited for in the text; null for not yet.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null when the console ended before.</returns>
    public async Task<T?> WaitAsync<T>(long position, Func<string, T?> find, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            Task grown;
            bool ended;
            lock (_lock)
            {
                grown = _grown.Task;
                ended = _ended;
            }
            if (find(From(position)) is { } found)
            {
                return found;
            }
            if (ended)
            {
                return null;
            }
            await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _log.Dispose();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        char[] letters = new char[_decoder.GetCharCount(bytes, flush: false)];
        int count = _decoder.GetChars(bytes, letters, flush: false);
        lock (_lock)
        {
            _text.Append(letters, 0, count);
            if (_text.Length > Kept * 2)
            {
                _dropped += _text.Length - Kept;
                _text.Remove(0, _text.Length - Kept);
            }
            _grown.TrySetResult();
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
