using System.Net.Sockets;

namespace Cos.Sdk.Engine;

/// <summary>One connection to an engine; can say that nothing more will be written while it still reads.</summary>
internal sealed class EngineConnection(Stream inner, Socket? socket) : DelegatingStream(inner)
{
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
