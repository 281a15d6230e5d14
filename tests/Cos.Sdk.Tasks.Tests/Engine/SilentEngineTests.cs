using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

/// <summary>An engine that takes requests and then says nothing, or too little.</summary>
public sealed class SilentEngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-silent-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public SilentEngineTests()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "engine.sock")));
        _listener.Listen();
    }

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Save_CancelledBeforeTheAnswer_EndsAtOnce()
    {
        await using DockerEngine engine = Connect();
        using CancellationTokenSource stop = new(200);
        Stopwatch watch = Stopwatch.StartNew();
        Task serving = ServeAsync("");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.SaveImagesAsync(["x"], stop.Token));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await serving;
    }

    [Fact]
    public async Task Save_DisposedWhileTheEngineIsSilent_EndsAtOnce()
    {
        await using DockerEngine engine = Connect();
        Task serving = ServeAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        Stopwatch watch = Stopwatch.StartNew();
        await using (await engine.SaveImagesAsync(["x"], CancellationToken.None))
        {
            await Task.Delay(200);
        }
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await serving;
    }

    [Fact]
    public async Task Save_ConnectionEndsInTheMiddle_IsTold()
    {
        await using DockerEngine engine = Connect();
        Task serving = ServeAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", close: true);
        await using Stream stream = await engine.SaveImagesAsync(["x"], CancellationToken.None);
        CosException exception = await Assert.ThrowsAsync<CosException>(() => stream.CopyToAsync(Stream.Null));
        Assert.Equal("COS5022", exception.Diagnostics[0].Code);
        await serving;
    }

    [Fact]
    public async Task Build_Cancelled_ClosesTheConnection()
    {
        await using DockerEngine engine = Connect();
        using CancellationTokenSource stop = new();
        // The engine has the request and has begun to answer, however long that took.
        Task serving = ServeAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\n\r\n", answered: stop.Cancel);
        ImageBuilder builder = new(new EngineClient(Endpoint(), null), engine, Info());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => builder.BuildAsync(
            new ImageBuildRequest { Tag = "x", Dockerfile = "Dockerfile", WriteContext = (_, _) => Task.CompletedTask }, null, stop.Token));
        // It would wait for ever if the connection stayed open.
        await serving.WaitAsync(TimeSpan.FromMinutes(2));
    }

    private EngineEndpoint Endpoint() => new(new Uri("unix://" + Path.Combine(_folder, "engine.sock")), "test");

    private EngineInfo Info() => new()
    {
        Id = "",
        Name = "Docker",
        Version = "",
        ApiVersion = "1.41",
        Os = "linux",
        Architecture = "amd64",
        StorageDriver = "overlay2",
        RootDirectory = "/var/lib/docker",
        Endpoint = Endpoint(),
    };

    private DockerEngine Connect() => new(new EngineClient(Endpoint(), null), "Docker", new Docker.DotNet.Models.VersionResponse());

    /// <summary>Answers one request with these bytes, then waits until the other side closes (or closes itself).</summary>
    private Task ServeAsync(string answer, bool close = false, Action? answered = null) => Task.Run(async () =>
    {
        using Socket client = await _listener.AcceptAsync();
        byte[] buffer = new byte[64 << 10];
        await client.ReceiveAsync(buffer);
        if (answer.Length > 0)
        {
            await client.SendAsync(Encoding.ASCII.GetBytes(answer));
        }
        answered?.Invoke();
        try
        {
            while (!close && await client.ReceiveAsync(buffer) > 0)
            {
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed with something unread.
        }
    });
}
