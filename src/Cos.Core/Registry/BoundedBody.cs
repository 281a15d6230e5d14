using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>Reads whole answers, none larger than allowed, none that stands still for long.</summary>
internal static class BoundedBody
{
    /// <summary>The body's bytes.</summary>
    /// <param name="response">An answer whose headers were read.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="what">What messages call it.</param>
    /// <param name="options">How long it may stand still.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CosException">It is too large.</exception>
    /// <exception cref="IOException">It was cut off.</exception>
    public static async Task<byte[]> ReadAsync(
        HttpResponseMessage response, int limit, string what, RegistryOptions options, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > limit)
        {
            throw new CosException(RegistryDiagnostics.AnswerTooLarge(what, limit));
        }
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(options.StallTimeout);
        using MemoryStream body = new();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            Stream stream = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
            while (await stream.ReadAsync(buffer, stall.Token).ConfigureAwait(false) is > 0 and int read)
            {
                body.Write(buffer, 0, read);
                if (body.Length > limit)
                {
                    throw new CosException(RegistryDiagnostics.AnswerTooLarge(what, limit));
                }
                stall.CancelAfter(options.StallTimeout);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (response.Content.Headers.ContentLength is { } length && length != body.Length)
        {
            throw new IOException("The answer was cut off.");
        }
        return body.ToArray();
    }

    /// <summary>Reads JSON.</summary>
    /// <exception cref="DamagedTransferException">It is none.</exception>
    public static T ReadJson<T>(byte[] body, JsonTypeInfo<T> type, string what)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, type) is { } value)
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // Said below, without quoting the answer.
        }
        throw new DamagedTransferException(RegistryDiagnostics.MalformedAnswer(what, "it is not the JSON that the protocol says"));
    }
}
