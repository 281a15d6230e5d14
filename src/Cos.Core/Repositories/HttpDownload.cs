using System.Net;
using System.Net.Http.Headers;
using Cos.Sdk.Artifacts;

namespace Cos.Sdk.Repositories;

/// <summary>One try to get a file, or the rest of one, from a web server.</summary>
/// <param name="client">Makes the requests.</param>
/// <param name="authorization">The header that the server asks for; null for none.</param>
internal sealed class HttpDownload(HttpClient client, string? authorization)
{
    /// <summary>A server that sends nothing for so long has ended its answer.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private const int BufferSize = 128 * 1024;

    /// <summary>Appends what is missing to a file; begins anew where the server cannot continue.</summary>
    /// <param name="address">Of the file.</param>
    /// <param name="file">What is there already; it is left at its end.</param>
    /// <param name="limit">The most bytes that the file may come to.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null when the answer came to its end.</returns>
    public async Task<HttpFailure?> ContinueAsync(Uri address, Stream file, long limit, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }
        // Compressed on the way, a file could not be continued.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (file.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(file.Length, null);
        }
        using CancellationTokenSource quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        quiet.CancelAfter(Silence);
        try
        {
            using HttpResponseMessage answer = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, quiet.Token).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && file.Length > 0)
            {
                file.SetLength(0);
                return HttpFailure.Corrupt;
            }
            if (!answer.IsSuccessStatusCode)
            {
                return HttpFailure.Of(answer);
            }
            if (answer.StatusCode != HttpStatusCode.PartialContent || answer.Content.Headers.ContentRange?.From != file.Length)
            {
                if (answer.StatusCode == HttpStatusCode.PartialContent)
                {
                    file.SetLength(0);
                    return HttpFailure.Corrupt;
                }
                file.SetLength(0);
            }
            return await CopyAsync(answer, file, limit, quiet, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HttpFailure.Silent;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException and not (FileNotFoundException or DirectoryNotFoundException))
        {
            return failure is IOException io && DiskSpace.Explain(io, file is FileStream named ? named.Name : "", file.Length) is { } full
                ? throw new Diagnostics.CosException(full, failure)
                : HttpFailure.Of(failure);
        }
    }

    private static async Task<HttpFailure?> CopyAsync(
        HttpResponseMessage answer, Stream file, long limit, CancellationTokenSource quiet, CancellationToken cancellationToken)
    {
        if (file is FileStream onDisk && answer.Content.Headers.ContentLength is { } size)
        {
            DiskSpace.Require(Path.GetDirectoryName(onDisk.Name)!, size);
        }
        file.Position = file.Length;
        byte[] buffer = new byte[BufferSize];
        Stream content = await answer.Content.ReadAsStreamAsync(quiet.Token).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            for (int read; (read = await content.ReadAsync(buffer, quiet.Token).ConfigureAwait(false)) > 0;)
            {
                if (file.Length + read > limit)
                {
                    file.SetLength(0);
                    return new HttpFailure($"it sends more than {limit} bytes", MayPass: false);
                }
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                quiet.CancelAfter(Silence);
            }
        }
        return null;
    }
}
