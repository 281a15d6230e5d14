using System.Net.Http.Headers;

namespace Cos.Device.Running;

/// <summary>Reads from the web within bounds of size and time.</summary>
internal static class Web
{
    private const int MaxContent = 16 << 20;

    /// <summary>A small content as bytes.</summary>
    /// <exception cref="DeviceException">It could not be had.</exception>
    public static async Task<byte[]> ReadAsync(Uri address, TimeSpan timeout, (string Name, string Value)[] headers, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        await CopyAsync(address, timeout, headers, HttpMethod.Get, content, MaxContent, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }

    /// <summary>Sends a request and copies the answer's content.</summary>
    /// <exception cref="DeviceException">It could not be had, or is longer than allowed.</exception>
    public static async Task CopyAsync(
        Uri address, TimeSpan timeout, (string Name, string Value)[] headers, HttpMethod method, Stream target, long limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        source.CancelAfter(timeout);
        try
        {
            using HttpClient client = new() { Timeout = Timeout.InfiniteTimeSpan };
            using HttpRequestMessage request = new(method, address);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("cos", "1"));
            foreach ((string name, string value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
            using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, source.Token).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw new DeviceException($"{address.GetLeftPart(UriPartial.Path)} answered {(int)answer.StatusCode}");
            }
            using Stream content = await answer.Content.ReadAsStreamAsync(source.Token).ConfigureAwait(false);
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int read; (read = await content.ReadAsync(buffer, source.Token).ConfigureAwait(false)) > 0;)
            {
                total += read;
                if (total > limit)
                {
                    throw new DeviceException($"{address.GetLeftPart(UriPartial.Path)} is longer than {limit} bytes");
                }
                await target.WriteAsync(buffer.AsMemory(0, read), source.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            string why = exception is OperationCanceledException ? $"no answer in {timeout.TotalSeconds} s" : exception.Message;
            throw new DeviceException($"{address.GetLeftPart(UriPartial.Path)} cannot be fetched: {why}");
        }
    }
}
