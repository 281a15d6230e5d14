using System.Net.Sockets;
using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Docker.DotNet;

namespace Cos.Sdk.Engine;

/// <summary>Turns what the client library throws into coded failures.</summary>
internal static class EngineErrors
{
    /// <summary>Runs one request. Its name is a verb phrase for messages: "inspect the image x".</summary>
    public static async Task<T> GuardAsync<T>(string request, Func<Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception exception) when (Translate(request, exception, cancellationToken) is { } diagnostic)
        {
            throw new CosException(diagnostic, exception);
        }
    }

    /// <summary>Runs one request without a result.</summary>
    public static Task GuardAsync(string request, Func<Task> action, CancellationToken cancellationToken) =>
        GuardAsync(
            request,
            async () =>
            {
                await action().ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <summary>The diagnostic for an exception; null for one that is not the engine's or that is the caller's own cancellation.</summary>
    public static Diagnostic? Translate(string request, Exception exception, CancellationToken cancellationToken) => exception switch
    {
        _ when cancellationToken.IsCancellationRequested => null,
        DockerApiException refused => EngineDiagnostics.RequestRefused(request, MessageOf(refused)),
        HttpRequestException or IOException or SocketException or TimeoutException or TaskCanceledException =>
            EngineDiagnostics.ConnectionLost(request, ReasonOf(exception)),
        JsonException => EngineDiagnostics.MalformedAnswer(exception.Message),
        _ => null,
    };

    /// <summary>The engine's own text of a refusal.</summary>
    public static string MessageOf(DockerApiException exception)
    {
        try
        {
            using JsonDocument body = JsonDocument.Parse(exception.ResponseBody ?? "");
            if (body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("message", out JsonElement message)
                && message.GetString() is { Length: > 0 } text)
            {
                return text.Trim();
            }
        }
        catch (JsonException)
        {
            // Not every answer is JSON: the status has to do.
        }
        return $"HTTP status {(int)exception.StatusCode}";
    }

    /// <summary>The innermost reason why a connection failed.</summary>
    public static string ReasonOf(Exception exception)
    {
        Exception inner = exception;
        while (inner.InnerException is { } next)
        {
            inner = next;
        }
        return inner switch
        {
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                "permission denied; let this user use the socket (group docker), or use a rootless engine",
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "no such socket",
            OperationCanceledException or TimeoutException => "no answer in time",
            _ => inner.Message,
        };
    }
}
