using System.Text;

namespace Cos.Sdk.Tools;

/// <summary>Takes what a program says: all of it to a file when there is one, the last lines for a message. Thread-safe.</summary>
internal sealed class ToolLog : IDisposable
{
    private const int MaximumLines = 20;
    private const int MaximumLineLength = 500;

    private readonly Lock _lock = new();
    private readonly Queue<string> _outputLines = new();
    private readonly Queue<string> _errorLines = new();
    private readonly FileStream? _file;

    /// <summary>Opens the log file for appending when one is named; its folder is made.</summary>
    public ToolLog(string? path)
    {
        if (path is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        }
    }

    /// <summary>The last lines of the standard error, after those of the standard output that still have room; cut where they are long, without control characters.</summary>
    public string Tail
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _outputLines.TakeLast(MaximumLines - _errorLines.Count).Concat(_errorLines));
            }
        }
    }

    /// <summary>Writes the command line, so that the log can be read alone.</summary>
    public void WriteCommand(IEnumerable<string> command)
    {
        string line = "$ " + string.Join(' ', command.Select(Quote)) + "\n";
        lock (_lock)
        {
            _file?.Write(Encoding.UTF8.GetBytes(line));
        }
    }

    /// <summary>Takes a piece of the program's standard error; the lines of the tail are the caller's.</summary>
    public void Add(string text)
    {
        lock (_lock)
        {
            _file?.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Takes the program's standard error to its end.</summary>
    public Task PumpErrorAsync(Stream source, CancellationToken cancellationToken) => PumpAsync(source, _errorLines, null, cancellationToken);

    /// <summary>Takes the program's standard output to its end; <paramref name="also"/> sees every piece.</summary>
    public Task PumpOutputAsync(Stream source, Action<ReadOnlySpan<byte>> also, CancellationToken cancellationToken) =>
        PumpAsync(source, _outputLines, also, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();

    private async Task PumpAsync(Stream source, Queue<string> tail, Action<ReadOnlySpan<byte>>? also, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16 * 1024];
        LineCollector lines = new(MaximumLineLength, line => AddLine(tail, line));
        int count;
        while ((count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            lock (_lock)
            {
                _file?.Write(buffer, 0, count);
            }
            also?.Invoke(buffer.AsSpan(0, count));
            lines.Add(buffer.AsSpan(0, count));
        }
        lines.Finish();
    }

    private void AddLine(Queue<string> tail, string line)
    {
        lock (_lock)
        {
            tail.Enqueue(line);
            if (tail.Count > MaximumLines)
            {
                tail.Dequeue();
            }
        }
    }

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,+@%".Contains(c, StringComparison.Ordinal))
            ? argument
            : "'" + argument.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
