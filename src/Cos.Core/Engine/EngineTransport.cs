using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using Docker.DotNet.Handler.Abstractions;
using Microsoft.Extensions.Logging;

namespace Cos.Sdk.Engine;

/// <summary>
/// Connects the client library to an endpoint through the platform's own HTTP client, which streams both ways at full speed and closes
/// the connection at once when a call is cancelled: that is how an engine learns that a build is no longer wanted.
/// </summary>
/// <param name="blocking">Makes connections that block; see <see cref="EngineConnection"/>.</param>
internal sealed class EngineTransport(bool blocking) : IDockerHandlerFactory<EngineEndpoint>
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private EngineConnection? _last;

    /// <inheritdoc />
    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) =>
        throw new NotSupportedException("An endpoint is needed.");

    /// <inheritdoc />
    public ResolvedTransport CreateHandler(EngineEndpoint transportOptions, ResolvedClientOptions clientOptions, ILogger logger)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            ResponseDrainTimeout = TimeSpan.Zero,
            UseCookies = false,
            UseProxy = false,
            // A connection that blocks cannot lie in wait for its next use.
            PooledConnectionLifetime = blocking ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
            ConnectCallback = async (context, cancellationToken) =>
                _last = await OpenAsync(transportOptions.Address, context, cancellationToken).ConfigureAwait(false),
        };
        bool encrypted = transportOptions.Tls is not null || transportOptions.Address.Scheme == Uri.UriSchemeHttps;
        if (encrypted)
        {
            handler.SslOptions = EngineCertificates.CreateOptions(transportOptions.Tls);
        }
        return new ResolvedTransport(handler, BaseAddress(transportOptions.Address, encrypted));
    }

    /// <inheritdoc />
    public async Task<WriteClosableStream> HijackStreamAsync(HttpContent content) =>
        new AttachedStream(await content.ReadAsStreamAsync().ConfigureAwait(false), _last);

    private static Uri BaseAddress(Uri address, bool encrypted)
    {
        string scheme = encrypted ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        return address.Scheme is "unix" or "npipe"
            ? new Uri($"{scheme}://localhost/")
            : new UriBuilder(address) { Scheme = scheme, Port = address.Port > 0 ? address.Port : encrypted ? 2376 : 2375 }.Uri;
    }

    private async ValueTask<EngineConnection> OpenAsync(
        Uri address, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (address.Scheme == "npipe")
        {
            string server = address.Host is "" or "localhost" ? "." : address.Host;
            NamedPipeClientStream pipe = new(server, Path.GetFileName(address.AbsolutePath), PipeDirection.InOut, PipeOptions.Asynchronous);
            try
            {
                await pipe.ConnectAsync((int)ConnectTimeout.TotalMilliseconds, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await pipe.DisposeAsync().ConfigureAwait(false);
                throw;
            }
            return new EngineConnection(pipe, null, blocking: false);
        }
        Socket socket = address.Scheme == "unix"
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            EndPoint target = address.Scheme == "unix" ? new UnixDomainSocketEndPoint(address.LocalPath) : context.DnsEndPoint;
            if (blocking)
            {
                // The first asynchronous operation would make the socket a non-blocking one for ever.
#pragma warning disable CA1849
                socket.Connect(target);
#pragma warning restore CA1849
            }
            else
            {
                await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        return new EngineConnection(new NetworkStream(socket, ownsSocket: true), socket, blocking);
    }
}
