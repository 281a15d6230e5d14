using System.Net.Sockets;

namespace Cos.Sdk.Engine;

/// <summary>One connection to an engine; can say that nothing more will be written while it still reads.</summary>
/// <param name="inner">The connected stream.</param>
/// <param name="socket">Its socket; null for a pipe.</param>
/// <param name="blocking">Does asynchronous reads and writes at once, on the calling thread: for transfers that have a thread of their own.</param>
internal sealed class EngineConnection(Stream inner, Socket? socket, bool blocking) : DelegatingStream(inner)
{
    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        blocking ? ValueTask.FromResult(Inner.Read(buffer.Span)) : Inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc />
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!blocking)
        {
            return Inner.WriteAsync(buffer, cancellationToken);
        }
        Inner.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the writing direction: the engine sees the end of the input.</summary>
    public void CloseWrite()
    {
        if (socket is not null)
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        else
        {
            // On a message pipe an empty message means the end of input.
            Inner.Write([]);
        }
    }
}
