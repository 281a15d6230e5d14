using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Cos.Sdk.Registry;

/// <summary>What may pass when it is tried again, and how long to wait before.</summary>
internal static class Backoff
{
    /// <summary>Whether an answer says "not now".</summary>
    public static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>Whether a failure is the connection's, and not one that will be the same next time.</summary>
    public static bool MayPass(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError } request =>
            request.InnerException is IOException or SocketException { SocketErrorCode: SocketError.TryAgain },
        HttpRequestException or IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The wait before an attempt.</summary>
    /// <param name="attempt">The number of attempts that failed, from 1.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="asked">What the registry asked for.</param>
    public static TimeSpan DelayOf(int attempt, RegistryOptions options, RetryConditionHeaderValue? asked)
    {
        TimeSpan wanted = asked?.Delta ?? (asked?.Date is { } date ? date - options.Time.GetUtcNow() : TimeSpan.Zero);
        double factor = Math.Pow(2, Math.Min(attempt - 1, 16)) * (0.75 + (Random.Shared.NextDouble() / 2));
        TimeSpan own = options.FirstDelay * factor;
        TimeSpan delay = wanted > own ? wanted : own;
        return delay > options.MaxDelay ? options.MaxDelay : delay;
    }
}
