using System.Net;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>Sends a request and reads its answer, again and again while what goes wrong may pass.</summary>
internal sealed class HttpSender : IDisposable
{
    /// <summary>Bytes a second that the slowest upload must reach.</summary>
    private const int SlowestUpload = 32 << 10;

    private readonly RegistryOptions _options;
    private readonly HttpClient _client;

    /// <param name="options">Attempts and times.</param>
    /// <param name="handler">What carries requests; null for the network.</param>
    public HttpSender(RegistryOptions options, HttpMessageHandler? handler)
    {
        _options = options;
        _client = new HttpClient(handler ?? Network()) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("cos-sdk/1.0");
    }

    /// <summary>Sends.</summary>
    /// <param name="host">Registry that messages name.</param>
    /// <param name="description">What messages call the request.</param>
    /// <param name="attempts">How often it may be tried.</param>
    /// <param name="send">Sends it once and reads the answer, with the method given to it.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    /// <exception cref="CosException">It did not work in the end.</exception>
    public async Task<T> RunAsync<T>(
        string host, string description, int attempts, Func<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>, Task<T>> send, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await send(SendOnceAsync).ConfigureAwait(false);
            }
            catch (BusyException busy)
            {
                if (attempt >= attempts)
                {
                    throw new CosException(RegistryDiagnostics.Refused(host, description, $"{busy.Text}, {attempt} times"));
                }
                await WaitAsync(Backoff.DelayOf(attempt, _options, busy.RetryAfter), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (Backoff.MayPass(exception) && !cancellationToken.IsCancellationRequested)
            {
                if (attempt >= attempts)
                {
                    throw exception is DamagedTransferException damaged
                        ? new CosException(damaged.Diagnostic)
                        : new CosException(RegistryDiagnostics.Unreachable(host, description, RegistryErrors.ReasonOf(exception)), exception);
                }
                await WaitAsync(Backoff.DelayOf(attempt, _options, null), cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException exception)
            {
                throw new CosException(RegistryDiagnostics.Unreachable(host, description, RegistryErrors.ReasonOf(exception)), exception);
            }
        }
    }

    /// <summary>Waits before another attempt.</summary>
    public Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, _options.Time, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Network() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        MaxConnectionsPerServer = 16,
        MaxResponseHeadersLength = 64,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    };

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        TimeSpan extra = TimeSpan.FromSeconds((request.Content?.Headers.ContentLength ?? 0) / SlowestUpload);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.AnswerTimeout + extra);
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        if (!Backoff.MayPass(response.StatusCode))
        {
            return response;
        }
        using (response)
        {
            string text = await RegistryErrors.ReadTextAsync(response, _options, cancellationToken).ConfigureAwait(false);
            throw new BusyException(text) { RetryAfter = response.Headers.RetryAfter };
        }
    }
}
