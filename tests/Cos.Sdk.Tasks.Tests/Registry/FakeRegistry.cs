using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Tests.Registry;

/// <summary>A registry in memory, as a handler of requests: with tokens, redirects, pages of tags and, where a test wants it, failures.</summary>
internal sealed class FakeRegistry : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoryStream> _uploads = [];

    /// <summary>Every request: verb and address, with what it was authorised by.</summary>
    public List<(string Request, string? Authorization)> Requests { get; } = [];

    public Dictionary<string, byte[]> Blobs { get; } = [];

    /// <summary>By <c>repository:tag</c> and <c>repository:digest</c>.</summary>
    public Dictionary<string, (string Type, byte[] Content)> Manifests { get; } = [];

    /// <summary>Called first; an answer from here is given instead of the registry's own.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Before { get; set; } = _ => null;

    /// <summary>The token that must be shown; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>Where blobs are redirected to; null to give them directly.</summary>
    public Uri? BlobHost { get; set; }

    public int PageSize { get; set; } = 1000;

    public string Put(string repository, string tag, string mediaType, byte[] content)
    {
        string digest = ContentDigest.Of(content);
        Manifests[$"{repository}:{tag}"] = (mediaType, content);
        Manifests[$"{repository}:{digest}"] = (mediaType, content);
        return digest;
    }

    public ContentDescriptor PutBlob(byte[] content, string mediaType = "application/octet-stream")
    {
        string digest = ContentDigest.Of(content);
        Blobs[digest] = content;
        return new ContentDescriptor { MediaType = mediaType, Digest = digest, Size = content.Length };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (_lock)
        {
            Requests.Add(($"{request.Method} {request.RequestUri}", request.Headers.Authorization?.ToString()));
        }
        if (Before(request) is { } instead)
        {
            return instead;
        }
        lock (_lock)
        {
            return Answer(request, body);
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        Uri address = request.RequestUri!;
        if (BlobHost is not null && address.Authority == BlobHost.Authority)
        {
            return Content(request, Blobs["sha256:" + address.AbsolutePath.TrimStart('/')]);
        }
        if (address.AbsolutePath == "/token")
        {
            return Json(HttpStatusCode.OK, $$"""{ "token": "{{Token}}", "expires_in": 300 }""");
        }
        if (Token is not null && request.Headers.Authorization?.Parameter != Token)
        {
            HttpResponseMessage refusal = new(HttpStatusCode.Unauthorized);
            refusal.Headers.WwwAuthenticate.ParseAdd($"Bearer realm=\"{address.GetLeftPart(UriPartial.Authority)}/token\",service=\"fake\"");
            return refusal;
        }
        string[] parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int kind = Array.FindIndex(parts, part => part is "manifests" or "blobs" or "tags");
        string repository = string.Join('/', parts[1..kind]);
        return parts[kind] switch
        {
            "tags" => Tags(address, repository),
            "manifests" => Manifest(request, repository, parts[kind + 1], body),
            _ when parts[kind + 1] == "uploads" => Upload(request, repository, parts.ElementAtOrDefault(kind + 2), body),
            _ => Blobs.TryGetValue(parts[kind + 1], out byte[]? blob) ? Blob(request, parts[kind + 1], blob) : new HttpResponseMessage(HttpStatusCode.NotFound),
        };
    }

    private HttpResponseMessage Tags(Uri address, string repository)
    {
        string[] all = [.. Manifests.Keys.Where(key => key.StartsWith(repository + ":", StringComparison.Ordinal) && !key.Contains("sha256:", StringComparison.Ordinal))
            .Select(key => key[(repository.Length + 1)..]).Order(StringComparer.Ordinal)];
        string last = System.Web.HttpUtility.ParseQueryString(address.Query)["last"] ?? "";
        string[] page = [.. all.Where(tag => string.CompareOrdinal(tag, last) > 0).Take(PageSize)];
        HttpResponseMessage response = Json(HttpStatusCode.OK, JsonSerializer.Serialize(new { name = repository, tags = page }));
        if (page.Length > 0 && page[^1] != all[^1])
        {
            response.Headers.TryAddWithoutValidation("Link", $"</v2/{repository}/tags/list?n={PageSize}&last={page[^1]}>; rel=\"next\"");
        }
        return response;
    }

    private HttpResponseMessage Manifest(HttpRequestMessage request, string repository, string selector, byte[] body)
    {
        if (request.Method == HttpMethod.Put)
        {
            string stored = Put(repository, selector, request.Content!.Headers.ContentType!.MediaType!, body);
            return new HttpResponseMessage(HttpStatusCode.Created) { Headers = { { "Docker-Content-Digest", stored } } };
        }
        if (!Manifests.TryGetValue($"{repository}:{selector}", out (string Type, byte[] Content) manifest))
        {
            return Json(HttpStatusCode.NotFound, """{ "errors": [ { "code": "MANIFEST_UNKNOWN", "message": "manifest unknown" } ] }""");
        }
        HttpResponseMessage response = Content(request, manifest.Content);
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(manifest.Type);
        response.Headers.Add("Docker-Content-Digest", ContentDigest.Of(manifest.Content));
        return response;
    }

    private HttpResponseMessage Blob(HttpRequestMessage request, string digest, byte[] blob) =>
        BlobHost is null || request.Method == HttpMethod.Head
            ? Content(request, blob)
            : new HttpResponseMessage(HttpStatusCode.TemporaryRedirect) { Headers = { Location = new Uri(BlobHost, "/" + digest[7..]) } };

    private HttpResponseMessage Upload(HttpRequestMessage request, string repository, string? id, byte[] body)
    {
        string query = request.RequestUri!.Query;
        if (request.Method == HttpMethod.Post)
        {
            string mount = System.Web.HttpUtility.ParseQueryString(query)["mount"] ?? "";
            if (Blobs.ContainsKey(mount))
            {
                return new HttpResponseMessage(HttpStatusCode.Created);
            }
            id = $"u{_uploads.Count}";
            _uploads[id] = new MemoryStream();
            return At(HttpStatusCode.Accepted, repository, id);
        }
        if (!_uploads.TryGetValue(id!, out MemoryStream? upload))
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }
        upload.Write(body);
        if (request.Method != HttpMethod.Put)
        {
            return At(request.Method == HttpMethod.Get ? HttpStatusCode.NoContent : HttpStatusCode.Accepted, repository, id!);
        }
        string digest = System.Web.HttpUtility.ParseQueryString(query)["digest"]!;
        _uploads.Remove(id!);
        if (ContentDigest.Of(upload.ToArray()) != digest)
        {
            return Json(HttpStatusCode.BadRequest, """{ "errors": [ { "code": "DIGEST_INVALID", "message": "provided digest did not match uploaded content" } ] }""");
        }
        Blobs[digest] = upload.ToArray();
        return new HttpResponseMessage(HttpStatusCode.Created);
    }

    private HttpResponseMessage At(HttpStatusCode status, string repository, string id)
    {
        HttpResponseMessage response = new(status) { Headers = { Location = new Uri($"/v2/{repository}/blobs/uploads/{id}?state=x", UriKind.Relative) } };
        response.Headers.TryAddWithoutValidation("Range", $"0-{Math.Max(0, _uploads[id].Length - 1)}");
        return response;
    }

    public static HttpResponseMessage Content(HttpRequestMessage request, byte[] content)
    {
        if (request.Headers.Range?.Ranges.First() is { From: { } from } range)
        {
            int end = (int)Math.Min(content.Length, (range.To ?? content.Length) + 1);
            HttpResponseMessage part = new(HttpStatusCode.PartialContent) { Content = new ByteArrayContent(content[(int)from..end]) };
            part.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, end - 1, content.Length);
            return part;
        }
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
    }

    public static HttpResponseMessage Json(HttpStatusCode status, string json) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
