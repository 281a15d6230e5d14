using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>Turns refusals and failures into coded messages. What a registry writes is shortened and made one line.</summary>
internal static class RegistryErrors
{
    private const int MaxText = 300;

    /// <summary>The error for an answer that is no success.</summary>
    public static async Task<CosException> OfAsync(
        RegistryRequest request, HttpResponseMessage response, RegistryOptions options, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return new CosException(RegistryDiagnostics.Unauthorized(request.Registry, request.Description));
        }
        string text = await ReadTextAsync(response, options, cancellationToken).ConfigureAwait(false);
        return new CosException(RegistryDiagnostics.Refused(request.Registry, request.Description, text));
    }

    /// <summary>The codes of an error answer, separated by blanks, for decisions.</summary>
    public static async Task<string> CodesAsync(HttpResponseMessage response, RegistryOptions options, CancellationToken cancellationToken)
    {
        (string codes, _) = await ReadErrorsAsync(response, options, cancellationToken).ConfigureAwait(false);
        return codes;
    }

    /// <summary>Status and text of an answer.</summary>
    public static async Task<string> ReadTextAsync(HttpResponseMessage response, RegistryOptions options, CancellationToken cancellationToken)
    {
        (string codes, string message) = await ReadErrorsAsync(response, options, cancellationToken).ConfigureAwait(false);
        string status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        return codes.Length + message.Length == 0 ? $"status {status}" : $"status {status}, {codes}{(message.Length > 0 ? ": " + message : "")}";
    }

    /// <summary>Why a request got no answer.</summary>
    public static string ReasonOf(Exception exception)
    {
        Exception inner = exception;
        while (inner.InnerException is { } next)
        {
            inner = next;
        }
        return inner switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nothing listens there",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "no such host",
            AuthenticationException => "its certificate is not trusted, or it does not speak TLS: " + OneLine(inner.Message),
            TimeoutException or OperationCanceledException => "no answer in time",
            HttpIOException or IOException => "the connection was lost",
            _ => OneLine(inner.Message),
        };
    }

    private static async Task<(string Codes, string Message)> ReadErrorsAsync(
        HttpResponseMessage response, RegistryOptions options, CancellationToken cancellationToken)
    {
        try
        {
            byte[] body = await BoundedBody
                .ReadAsync(response, RegistryLimits.ErrorText, "error", options, cancellationToken).ConfigureAwait(false);
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("errors", out JsonElement errors) && errors.ValueKind == JsonValueKind.Array)
            {
                JsonElement[] all = [.. errors.EnumerateArray()];
                return (string.Join(' ', all.Select(error => TextOf(error, "code")).Where(code => code.Length > 0)),
                    OneLine(string.Join("; ", all.Select(error => TextOf(error, "message")).Where(text => text.Length > 0))));
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or TimeoutException or CosException or HttpRequestException)
        {
            // The status has to do.
        }
        return ("", "");
    }

    private static string TextOf(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? OneLine(value.GetString()!)
            : "";

    private static string OneLine(string text)
    {
        string line = string.Concat(text.Take(MaxText).Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return text.Length > MaxText ? line + "…" : line;
    }
}
