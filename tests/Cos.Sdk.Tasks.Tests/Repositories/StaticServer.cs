using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cos.Sdk.Tests.Repositories;

/// <summary>A static web server on loopback that gives the files of a folder, ranges too, and does to each answer what a test asks for.</summary>
public sealed class StaticServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _folder;
    private readonly Func<int, string, Fault> _fault;
    private readonly CancellationTokenSource _stop = new();
    private int _requests;

    /// <param name="folder">What is served.</param>
    /// <param name="fault">What happens to a request: its number from 1, and the file's name.</param>
    public StaticServer(string folder, Func<int, string, Fault>? fault = null)
    {
        _folder = folder;
        _fault = fault ?? ((_, _) => Fault.None);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>What can go wrong with an answer.</summary>
    public enum Fault
    {
        None,
        Unavailable,
        TooMany,
        Cut,
        CutHeader,
        Corrupt,
        NoRange,
        WrongRange,
        Refused,
    }

    /// <summary>The address, with a slash at its end.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    /// <summary>Requests so far: file, range and what authorises them.</summary>
    public ConcurrentQueue<(string File, string Range, string Authorization)> Requests { get; } = new();

    /// <summary>A fault for about one of three answers, chosen by a seed.</summary>
    public static Func<int, string, Fault> Seeded(int seed)
    {
        Random random = new(seed);
        Fault[] all = [Fault.Unavailable, Fault.TooMany, Fault.Cut, Fault.CutHeader, Fault.Corrupt, Fault.NoRange, Fault.WrongRange];
        return (_, _) =>
        {
            lock (random)
            {
                return random.Next(3) == 0 ? all[random.Next(all.Length)] : Fault.None;
            }
        };
    }

    public void Dispose()
    {
        // Not disposed: answers may still look at it.
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = AnswerAsync(client);
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
                string[] request = ((await reader.ReadLineAsync(_stop.Token)) ?? "").Split(' ');
                Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                {
                    int colon = line.IndexOf(':', StringComparison.Ordinal);
                    headers[line[..colon]] = line[(colon + 1)..].Trim();
                }
                if (request.Length > 1)
                {
                    await AnswerAsync(Uri.UnescapeDataString(request[1].TrimStart('/')), headers, stream);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task AnswerAsync(string file, Dictionary<string, string> headers, NetworkStream stream)
    {
        string range = headers.GetValueOrDefault("Range", "");
        Requests.Enqueue((file, range, headers.GetValueOrDefault("Authorization", "")));
        Fault fault = _fault(Interlocked.Increment(ref _requests), file);
        string path = Path.Combine(_folder, file);
        if (fault is Fault.Unavailable or Fault.TooMany or Fault.Refused || !File.Exists(path))
        {
            string status = fault switch { Fault.Unavailable => "503 Busy", Fault.TooMany => "429 Slowly\r\nRetry-After: 0", Fault.Refused => "401 No", _ => "404 None" };
            await WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", []);
            return;
        }
        byte[] content = await File.ReadAllBytesAsync(path);
        int from = range.Length > 0 && fault != Fault.NoRange ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        if (from >= content.Length && from > 0)
        {
            await WriteAsync(stream, "HTTP/1.1 416 Beyond\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", []);
            return;
        }
        byte[] body = content[from..];
        if (fault == Fault.Corrupt && body.Length > 0)
        {
            body[body.Length / 2] ^= 0x55;
        }
        int stated = fault == Fault.WrongRange ? from + 1 : from;
        string head = from > 0
            ? $"HTTP/1.1 206 Part\r\nContent-Range: bytes {stated}-{content.Length - 1}/{content.Length}\r\n"
            : "HTTP/1.1 200 Here\r\n";
        head += $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await WriteAsync(stream, fault == Fault.CutHeader ? head[..10] : head, fault switch
        {
            Fault.Cut => body[..(body.Length / 2)],
            Fault.CutHeader => [],
            _ => body,
        });
    }

    private async Task WriteAsync(NetworkStream stream, string head, byte[] body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        await stream.WriteAsync(body, _stop.Token);
    }
}
