using System.Text;

namespace Cos.Sdk.Building;

/// <summary>The log of one node: all that the engine said. Thread-safe.</summary>
internal sealed class NodeLog : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _writer;

    private NodeLog(string file, StreamWriter writer)
    {
        File = file;
        _writer = writer;
    }

    /// <summary>Absolute path.</summary>
    public string File { get; }

    /// <summary>Opens the log of a node; an earlier one is overwritten.</summary>
    public static NodeLog Open(string file, bool append = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        FileStream stream = new(file, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        return new NodeLog(file, new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
    }

    /// <summary>Adds text, ending the line when the text does not.</summary>
    public void Write(string text)
    {
        lock (_lock)
        {
            _writer.Write(text.EndsWith('\n') ? text : text + "\n");
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
