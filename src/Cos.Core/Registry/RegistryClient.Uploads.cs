using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <content>Uploads.</content>
internal sealed partial class RegistryClient
{
    /// <summary>
    /// Puts a blob into a repository, unless it is there: mounted from another repository of the registry that has it, otherwise sent in
    /// parts. A part that is cut off goes on where the registry says it stopped; where it cannot say, the upload begins anew.
    /// </summary>
    /// <param name="repository">Where to; tag and digest do not matter.</param>
    /// <param name="source">The content. Without a digest it is always sent.</param>
    /// <param name="mountFrom">Another repository of the same registry that may have it; null for none.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    /// <returns>Digest and size (0 when it was there already), and whether it was sent.</returns>
    public async Task<BlobUploadResult> UploadBlobAsync(
        ImageReference repository, BlobSource source, ImageReference? mountFrom, CancellationToken cancellationToken)
    {
        if (source.Digest is { } digest)
        {
            RequireDigest(repository, digest);
            if (await HasBlobAsync(repository, digest, cancellationToken).ConfigureAwait(false)
                || (mountFrom is not null && mountFrom.Registry == repository.Registry && await MountBlobAsync(repository, digest, mountFrom, cancellationToken).ConfigureAwait(false)))
            {
                return new BlobUploadResult(digest, 0, IsSent: false);
            }
        }
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await SendBlobAsync(repository, source, cancellationToken).ConfigureAwait(false);
            }
            catch (UploadBrokenException broken)
            {
                if (attempt >= _options.MaxAttempts)
                {
                    throw new CosException(RegistryDiagnostics.UploadFailed(repository.Name, broken.Message));
                }
                await _http.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes a blob of another repository of the same registry one of this repository too.</summary>
    /// <returns>False when the registry does not; then it has to be sent.</returns>
    public Task<bool> MountBlobAsync(ImageReference repository, string digest, ImageReference from, CancellationToken cancellationToken)
    {
        RegistryRequest request = UploadRequest(repository, HttpMethod.Post, AddressOf(repository, $"blobs/uploads/?mount={digest}&from={Uri.EscapeDataString(from.Repository)}")) with
        {
            Scope = $"{ScopeOf(repository, "pull,push")} {ScopeOf(from, "pull")}",
            Body = static () => new ByteArrayContent([]),
        };
        return _http.SendAsync(
            request,
            async response =>
            {
                if (response.StatusCode == HttpStatusCode.Created)
                {
                    return true;
                }
                if (response.StatusCode == HttpStatusCode.Accepted && response.Headers.Location is { } location)
                {
                    // It began an upload instead, which is not wanted.
                    await AbandonAsync(repository, _http.TargetOf(request, request.Address, location), cancellationToken).ConfigureAwait(false);
                }
                return false;
            },
            cancellationToken);
    }

    private async Task<BlobUploadResult> SendBlobAsync(ImageReference repository, BlobSource source, CancellationToken cancellationToken)
    {
        Stream content = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            using ChunkReader chunks = new(content, _options.ChunkSize);
            Uri address = await BeginAsync(repository, cancellationToken).ConfigureAwait(false);
            await chunks.ReadNextAsync(cancellationToken).ConfigureAwait(false);
            for (; !chunks.IsLast; await chunks.ReadNextAsync(cancellationToken).ConfigureAwait(false))
            {
                address = await SendChunkAsync(repository, address, chunks, cancellationToken).ConfigureAwait(false);
            }
            string digest = source.Digest ?? chunks.Digest;
            await FinishAsync(repository, address, chunks, digest, cancellationToken).ConfigureAwait(false);
            return new BlobUploadResult(digest, chunks.Offset + chunks.Chunk.Length, IsSent: true);
        }
    }

    private Task<Uri> BeginAsync(ImageReference repository, CancellationToken cancellationToken)
    {
        RegistryRequest request = UploadRequest(repository, HttpMethod.Post, AddressOf(repository, "blobs/uploads/")) with { Body = static () => new ByteArrayContent([]) };
        return _http.SendAsync(
            request,
            async response =>
            {
                await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
                return LocationOf(request, response);
            },
            cancellationToken);
    }

    /// <summary>Sends a part; after a failure what the registry does not have of it.</summary>
    private async Task<Uri> SendChunkAsync(ImageReference repository, Uri address, ChunkReader chunks, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> rest = chunks.Chunk;
        for (int attempt = 1; ; attempt++)
        {
            long start = chunks.Offset + chunks.Chunk.Length - rest.Length;
            try
            {
                return await PatchAsync(repository, address, rest, start, cancellationToken).ConfigureAwait(false);
            }
            catch (CosException) when (attempt < _options.MaxAttempts && !cancellationToken.IsCancellationRequested)
            {
                await _http.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
                (address, long there) = await AskAsync(repository, address, cancellationToken).ConfigureAwait(false);
                if (there < chunks.Offset || there > chunks.Offset + chunks.Chunk.Length)
                {
                    throw new UploadBrokenException("the registry forgot a part of it");
                }
                rest = chunks.Chunk[(int)(there - chunks.Offset)..];
                if (rest.IsEmpty)
                {
                    return address;
                }
            }
        }
    }

    private Task<Uri> PatchAsync(ImageReference repository, Uri address, ReadOnlyMemory<byte> content, long start, CancellationToken cancellationToken)
    {
        RegistryRequest request = UploadRequest(repository, HttpMethod.Patch, address) with
        {
            MayRepeat = false,
            Body = () => BodyOf(content, start),
        };
        return _http.SendAsync(
            request,
            async response =>
            {
                await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
                return EndOf(response) is { } end && end != start + content.Length
                    ? throw new CosException(RegistryDiagnostics.UploadFailed(repository.Name, "the registry did not take a part whole"))
                    : LocationOf(request, response);
            },
            cancellationToken);
    }

    /// <summary>Asks how much of an upload the registry has.</summary>
    private async Task<(Uri Address, long There)> AskAsync(ImageReference repository, Uri address, CancellationToken cancellationToken)
    {
        RegistryRequest request = UploadRequest(repository, HttpMethod.Get, address);
        return await _http.SendAsync(
            request,
            response => response.IsSuccessStatusCode && EndOf(response) is { } end
                ? Task.FromResult((response.Headers.Location is null ? address : LocationOf(request, response), end))
                : throw new UploadBrokenException("the registry does not know how much of it arrived"),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the last part, and has the registry check the digest.</summary>
    private async Task FinishAsync(ImageReference repository, Uri address, ChunkReader chunks, string digest, CancellationToken cancellationToken)
    {
        Uri end = new(address + (address.Query.Length > 0 ? "&" : "?") + $"digest={Uri.EscapeDataString(digest)}");
        RegistryRequest request = UploadRequest(repository, HttpMethod.Put, end) with
        {
            MayRepeat = false,
            Body = () => BodyOf(chunks.Chunk, chunks.Offset),
        };
        try
        {
            await _http.SendAsync(
                request,
                async response =>
                {
                    if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable)
                    {
                        string text = await RegistryErrors.ReadTextAsync(response, _options, cancellationToken).ConfigureAwait(false);
                        throw new UploadBrokenException(text);
                    }
                    await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (CosException failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer may have got lost on its way, not the upload.
            if (!await HasBlobAsync(repository, digest, cancellationToken).ConfigureAwait(false))
            {
                throw new UploadBrokenException(failure.Diagnostics[0].Message);
            }
        }
    }

    private async Task AbandonAsync(ImageReference repository, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            await _http.SendAsync(
                UploadRequest(repository, HttpMethod.Delete, address) with { MayRepeat = false },
                static _ => Task.FromResult(true),
                cancellationToken).ConfigureAwait(false);
        }
        catch (CosException)
        {
            // Registries remove what nobody finishes.
        }
    }

    private static ByteArrayContent BodyOf(ReadOnlyMemory<byte> content, long start)
    {
        ByteArrayContent body = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out ArraySegment<byte> segment)
            ? new ByteArrayContent(segment.Array!, segment.Offset, segment.Count)
            : new ByteArrayContent(content.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (content.Length > 0)
        {
            // Not the header of HTTP: the protocol leaves the unit out.
            body.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{start}-{start + content.Length - 1}"));
        }
        return body;
    }

    /// <summary>How many bytes a registry says it has; null when it does not say. It writes 0-0 for none, and for one.</summary>
    private static long? EndOf(HttpResponseMessage response)
    {
        string? range = response.Headers.NonValidated.TryGetValues("Range", out HeaderStringValues values) ? values.ToString() : null;
        int dash = range?.LastIndexOf('-') ?? -1;
        return dash >= 0 && long.TryParse(range.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            ? last == 0 ? 0 : last + 1
            : null;
    }

    private Uri LocationOf(RegistryRequest request, HttpResponseMessage response) =>
        response.Headers.Location is { } location
            ? _http.TargetOf(request, request.Address, location)
            : throw new CosException(RegistryDiagnostics.MalformedAnswer(request.Description, "the registry does not say where the upload goes on"));

    private static RegistryRequest UploadRequest(ImageReference repository, HttpMethod method, Uri address) => new()
    {
        Method = method,
        Address = address,
        Registry = repository.Registry,
        Scope = ScopeOf(repository, "pull,push"),
        Description = $"upload a blob to {repository.Name}",
    };
}
