using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cos.Sdk.IntegrationTests.Registry;

/// <summary>What happens to a request on its way.</summary>
internal enum Fault
{
    None,
    CutRequest,
    CorruptRequest,
    Busy,
    Broken,
    Delay,
    LoseAnswer,
    CutAnswer,
    CorruptAnswer,
}

/// <summary>
/// Stands between a client and a server of HTTP and does them harm: cuts, delays, truncates, corrupts, answers 429 and 5xx itself. What
/// happens to the n-th request depends on the seed alone. One request for each connection.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private const int MaxHead = 64 << 10;
    private static readonly Fault[] Faults = [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _serverPort;
    private readonly int _seed;
    private readonly double _rate;
    private readonly Task _accepting;
    private int _requests;
    private int _faults;

    /// <param name="serverPort">The server's port on loopback.</param>
    /// <param name="seed">Decides what happens.</param>
    /// <param name="rate">The part of the requests that something happens to, 0 to 1.</param>
    public FaultProxy(int serverPort, int seed, double rate)
    {
        _serverPort = serverPort;
        _seed = seed;
        _rate = rate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int RequestCount => _requests;

    /// <summary>How many requests something happened to.</summary>
    public int FaultCount => _faults;

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
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(client));
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
        try
        {
            await ForwardAsync(client);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection ends, as connections do.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        NetworkStream near = client.GetStream();
        (string head, byte[] rest) = await ReadHeadAsync(near);
        if (head.Length == 0)
        {
            return;
        }
        int number = Interlocked.Increment(ref _requests);
        Random random = new(HashCode(_seed, number));
        Fault fault = random.NextDouble() < _rate ? Faults[random.Next(Faults.Length)] : Fault.None;
        if (fault != Fault.None)
        {
            Interlocked.Increment(ref _faults);
        }
        int length = LengthOf(head);
        byte[] body = new byte[length];
        rest.CopyTo(body, 0);
        await near.ReadExactlyAsync(body.AsMemory(rest.Length), _stop.Token);
        if (fault is Fault.Busy or Fault.Broken)
        {
            string status = fault == Fault.Busy ? "429 Too Many Requests\r\nRetry-After: 0" : $"{random.Next(3) switch { 0 => 500, 1 => 502, _ => 503 }} Error";
            await near.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            return;
        }
        if (fault == Fault.Delay)
        {
            await Task.Delay(random.Next(300), _stop.Token);
        }
        if (fault == Fault.CorruptRequest && length > 0)
        {
            body[random.Next(length)] ^= 0x20;
        }
        using TcpClient server = new();
        await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
        NetworkStream far = server.GetStream();
        await far.WriteAsync(Encoding.ASCII.GetBytes(head.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)), _stop.Token);
        if (fault == Fault.CutRequest)
        {
            await far.WriteAsync(body.AsMemory(0, random.Next(length + 1)), _stop.Token);
            return;
        }
        await far.WriteAsync(body, _stop.Token);
        await RelayAsync(far, near, fault, random);
    }

    private async Task RelayAsync(NetworkStream far, NetworkStream near, Fault fault, Random random)
    {
        (string head, byte[] rest) = await ReadHeadAsync(far);
        if (fault == Fault.LoseAnswer)
        {
            await far.CopyToAsync(Stream.Null, _stop.Token);
            return;
        }
        await near.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        using MemoryStream body = new();
        body.Write(rest);
        await far.CopyToAsync(body, _stop.Token);
        byte[] content = body.ToArray();
        if (fault == Fault.CorruptAnswer && content.Length > 0)
        {
            content[random.Next(content.Length)] ^= 0x20;
        }
        int end = fault == Fault.CutAnswer ? random.Next(content.Length + 1) : content.Length;
        await near.WriteAsync(content.AsMemory(0, end), _stop.Token);
    }

    private async Task<(string Head, byte[] Read)> ReadHeadAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[MaxHead];
        int used = 0;
        while (used < MaxHead)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(used), _stop.Token);
            if (read == 0)
            {
                return ("", []);
            }
            used += read;
            int end = buffer.AsSpan(0, used).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return (Encoding.ASCII.GetString(buffer, 0, end + 4), buffer[(end + 4)..used]);
            }
        }
        throw new IOException("The head of a message is too long.");
    }

    private static int LengthOf(string head)
    {
        foreach (string line in head.Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.Parse(line["Content-Length:".Length..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
            }
        }
        return 0;
    }

    /// <summary>The same in every run, which the framework's own is not.</summary>
    private static int HashCode(int seed, int number) => unchecked((seed * 7919) ^ (number * 104_729));
}
