using System.Net;
using System.Net.Sockets;

namespace Cos.Sdk.IntegrationTests.Device;

/// <summary>Stands between a client and a server and counts what the server sends.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _serverPort;
    private readonly Task _accepting;
    private long _received;

    public CountingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>As image names begin.</summary>
    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Bytes since the last call, headers included.</summary>
    public long Take() => Interlocked.Exchange(ref _received, 0);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient own = client;
        using TcpClient server = new();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
            NetworkStream near = own.GetStream();
            NetworkStream far = server.GetStream();
            Task there = near.CopyToAsync(far, _stop.Token);
            byte[] buffer = new byte[64 << 10];
            for (int read; (read = await far.ReadAsync(buffer, _stop.Token)) > 0;)
            {
                Interlocked.Add(ref _received, read);
                await near.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
            own.Close();
            await there;
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }
}
