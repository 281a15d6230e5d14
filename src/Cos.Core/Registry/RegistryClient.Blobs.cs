using System.Net;
using System.Net.Http.Headers;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <content>Blobs.</content>
internal sealed partial class RegistryClient
{
    /// <summary>Whether a repository has a blob.</summary>
    public Task<bool> HasBlobAsync(ImageReference repository, string digest, CancellationToken cancellationToken)
    {
        RegistryRequest request = BlobRequest(repository, digest, HttpMethod.Head, $"look for a blob of {repository.Name}");
        return _http.SendAsync(
            request,
            async response =>
            {
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    return false;
                }
                await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>
    /// Opens a blob as a forward-only stream. A transfer that breaks off is resumed where it stopped. At its end the stream has checked size
    /// and digest: it throws when they are wrong, so whoever reads must read to the end before using what was read.
    /// </summary>
    /// <param name="repository">Where it is; tag and digest do not matter.</param>
    /// <param name="blob">Digest and size, from a manifest.</param>
    /// <param name="cancellationToken">Ends the wait for the beginning.</param>
    /// <exception cref="CosException">It is not there.</exception>
    public async Task<Stream> OpenBlobAsync(ImageReference repository, ContentDescriptor blob, CancellationToken cancellationToken)
    {
        return await OpenAsync(repository, blob, cancellationToken).ConfigureAwait(false);
    }

    private async Task<BlobStream> OpenAsync(ImageReference repository, ContentDescriptor blob, CancellationToken cancellationToken)
    {
        RequireDigest(repository, blob.Digest);
        BlobStream stream = new(
            $"the blob {blob.Digest} of {repository.Name}",
            repository.Registry,
            blob,
            (offset, token) => RequestBlobAsync(repository, blob, offset, token),
            _http.WaitAsync,
            _options);
        try
        {
            await stream.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Fetches a small blob whole; one that arrives damaged is fetched again.</summary>
    public async Task<byte[]> ReadBlobAsync(ImageReference repository, ContentDescriptor blob, int limit, CancellationToken cancellationToken)
    {
        if (blob.Size > limit)
        {
            throw new CosException(RegistryDiagnostics.AnswerTooLarge($"the blob {blob.Digest} of {repository.Name}", limit));
        }
        using MemoryStream content = new();
        await CopyBlobAsync(repository, blob, content, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }

    /// <summary>Copies a blob into a file or another stream that can be rewound; one that arrives damaged is fetched again.</summary>
    public async Task CopyBlobAsync(ImageReference repository, ContentDescriptor blob, Stream target, CancellationToken cancellationToken)
    {
        long start = target.Position;
        for (int attempt = 1; ; attempt++)
        {
            BlobStream source = await OpenAsync(repository, blob, cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                try
                {
                    await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (CosException) when (source.IsDamaged && attempt < _options.MaxAttempts)
                {
                    target.Position = start;
                    target.SetLength(start);
                }
            }
            await _http.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Fetches some bytes of a blob. Their digest is for the caller to check, with all that it makes of them.</summary>
    /// <exception cref="CosException">They are not there, or the registry cannot answer with a part.</exception>
    public Task<byte[]> ReadBlobRangeAsync(ImageReference repository, ContentDescriptor blob, long offset, int length, CancellationToken cancellationToken)
    {
        RequireDigest(repository, blob.Digest);
        RegistryRequest request = BlobRequest(repository, blob.Digest, HttpMethod.Get, $"fetch a part of a blob of {repository.Name}") with
        {
            Range = new RangeHeaderValue(offset, offset + length - 1),
        };
        return _http.SendAsync(
            request,
            async response =>
            {
                await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
                string what = $"a part of the blob {blob.Digest} of {repository.Name}";
                byte[] content = response.StatusCode == HttpStatusCode.PartialContent
                    ? await BoundedBody.ReadAsync(response, length, what, _options, cancellationToken).ConfigureAwait(false)
                    : [];
                return content.Length == length ? content : throw new CosException(RegistryDiagnostics.MalformedAnswer(what, "it is not the part that was asked for"));
            },
            cancellationToken);
    }

    private Task<HttpResponseMessage> RequestBlobAsync(ImageReference repository, ContentDescriptor blob, long offset, CancellationToken cancellationToken)
    {
        RegistryRequest request = BlobRequest(repository, blob.Digest, HttpMethod.Get, $"fetch a blob of {repository.Name}") with
        {
            Range = offset > 0 ? new RangeHeaderValue(offset, null) : null,
        };
        return _http.SendAsync(
            request,
            async response =>
            {
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    throw new CosException(RegistryDiagnostics.ImageNotFound($"{repository.Name}@{blob.Digest}"));
                }
                await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
                return response;
            },
            cancellationToken);
    }

    private RegistryRequest BlobRequest(ImageReference repository, string digest, HttpMethod method, string description) => new()
    {
        Method = method,
        Address = AddressOf(repository, $"blobs/{digest}"),
        Registry = repository.Registry,
        Scope = ScopeOf(repository, "pull"),
        Description = description,
    };

    private static void RequireDigest(ImageReference repository, string digest)
    {
        if (!ContentDigest.IsValid(digest))
        {
            throw new CosException(RegistryDiagnostics.MalformedAnswer(repository.ToString(), "a blob has no digest sha256:…"));
        }
    }
}
