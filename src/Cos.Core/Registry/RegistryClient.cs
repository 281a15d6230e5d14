using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>
/// A client of the OCI distribution protocol: manifests, blobs and tags of any registry. It knows digests and streams, no packages.
/// </summary>
/// <remarks>
/// Safe for concurrent use; one for a whole build, since it keeps connections and tokens. What it returns has the digest that it was asked
/// for, or that the registry promised. Failures are <see cref="CosException"/> with codes COS72xx; none of their texts holds a secret.
/// </remarks>
internal sealed partial class RegistryClient : IDisposable
{
    private const string DigestHeader = "Docker-Content-Digest";

    private readonly RegistryOptions _options;
    private readonly RegistryHttp _http;

    /// <param name="options">How registries are spoken to.</param>
    /// <param name="credentials">The user's credentials.</param>
    /// <param name="handler">What carries requests; null for the network.</param>
    public RegistryClient(RegistryOptions options, IRegistryCredentials credentials, HttpMessageHandler? handler = null)
    {
        _options = options;
        _http = new RegistryHttp(options, credentials, handler);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    /// <summary>Asks whether a manifest is there, without fetching it.</summary>
    /// <returns>Type, digest and size as the registry states them; null when there is none.</returns>
    public Task<ContentDescriptor?> FindManifestAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        RegistryRequest request = ManifestRequest(reference, HttpMethod.Head, $"look for {reference}");
        return _http.SendAsync(
            request,
            async response =>
            {
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    return null;
                }
                await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
                string digest = DigestOf(response) ?? reference.Digest ?? "";
                return new ContentDescriptor
                {
                    MediaType = response.Content.Headers.ContentType?.MediaType ?? "",
                    Digest = ContentDigest.IsValid(digest) ? digest : "",
                    Size = response.Content.Headers.ContentLength ?? 0,
                };
            },
            cancellationToken);
    }

    /// <summary>Fetches a manifest or an index.</summary>
    /// <returns>Null when there is none.</returns>
    public Task<RegistryManifest?> GetManifestAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        RegistryRequest request = ManifestRequest(reference, HttpMethod.Get, $"read the manifest of {reference}");
        return _http.SendAsync<RegistryManifest?>(
            request,
            async response =>
            {
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    return null;
                }
                await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
                byte[] content = await BoundedBody.ReadAsync(
                    response, RegistryLimits.Manifest, $"the manifest of {reference}", _options, cancellationToken).ConfigureAwait(false);
                string digest = ContentDigest.Of(content);
                if ((reference.Digest ?? DigestOf(response)) is { } promised && promised != digest)
                {
                    throw new DamagedTransferException(RegistryDiagnostics.DigestMismatch($"the manifest of {reference}", promised, digest));
                }
                return new RegistryManifest(reference.WithDigest(digest), MediaTypeOf(response, content, reference), content);
            },
            cancellationToken);
    }

    /// <summary>Fetches the manifest of an image for one platform, through an index where there is one.</summary>
    /// <exception cref="CosException">There is no such image, or none for the platform.</exception>
    public async Task<RegistryManifest> GetImageAsync(ImageReference reference, ImagePlatform platform, CancellationToken cancellationToken)
    {
        RegistryManifest found = await GetManifestAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? throw new CosException(RegistryDiagnostics.ImageNotFound(reference.ToString()));
        if (found.IsIndex)
        {
            ContentDescriptor[] all = [.. found.ReadIndex().Manifests];
            ContentDescriptor chosen = all.FirstOrDefault(item => item.Platform is { } offered && platform.Accepts(offered))
                ?? throw new CosException(RegistryDiagnostics.PlatformMissing(
                    reference.ToString(), platform.ToString(), string.Join(", ", all.Select(item => item.Platform?.ToString()).Where(name => name is not null).Distinct())));
            return await GetManifestAsync(reference.WithDigest(chosen.Digest), cancellationToken).ConfigureAwait(false)
                ?? throw new CosException(RegistryDiagnostics.ImageNotFound(reference.WithDigest(chosen.Digest).ToString()));
        }
        ImageConfiguration configuration = await GetConfigurationAsync(found, cancellationToken).ConfigureAwait(false);
        ImagePlatform made = new() { Os = configuration.Os, Architecture = configuration.Architecture, Variant = configuration.Variant };
        return platform.Accepts(made)
            ? found
            : throw new CosException(RegistryDiagnostics.PlatformMissing(reference.ToString(), platform.ToString(), made.ToString()));
    }

    /// <summary>Fetches the configuration of an image.</summary>
    public async Task<ImageConfiguration> GetConfigurationAsync(RegistryManifest image, CancellationToken cancellationToken)
    {
        string what = $"the configuration of {image.Reference}";
        byte[] content = await ReadBlobAsync(image.Reference, image.ReadImage().Config!, RegistryLimits.Configuration, cancellationToken).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize(content, RegistryJsonContext.Default.ImageConfiguration) is { } configuration)
            {
                return configuration;
            }
        }
        catch (JsonException)
        {
            // The same as a configuration that is none.
        }
        throw new CosException(RegistryDiagnostics.MalformedAnswer(what, "it is no image configuration"));
    }

    /// <summary>Stores a manifest under a tag or its digest. All that it names must be there already.</summary>
    /// <returns>Its digest.</returns>
    public Task<string> PutManifestAsync(ImageReference reference, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        string digest = ContentDigest.Of(content);
        RegistryRequest request = ManifestRequest(reference, HttpMethod.Put, $"store the manifest of {reference}", "pull,push") with
        {
            Body = () => new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
        };
        return _http.SendAsync(
            request,
            async response =>
            {
                await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
                return DigestOf(response) is { } stored && stored != digest
                    ? throw new DamagedTransferException(RegistryDiagnostics.DigestMismatch($"the manifest stored as {reference}", digest, stored))
                    : digest;
            },
            cancellationToken);
    }

    /// <summary>All tags of a repository, page by page; none when the repository is not there.</summary>
    public async IAsyncEnumerable<string> ListTagsAsync(ImageReference repository, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RegistryRequest request = new()
        {
            Method = HttpMethod.Get,
            Address = AddressOf(repository, "tags/list?n=1000"),
            Registry = repository.Registry,
            Scope = ScopeOf(repository, "pull"),
            Description = $"list the tags of {repository.Name}",
        };
        int count = 0;
        for (Uri? next = request.Address; next is not null;)
        {
            RegistryRequest page = request with { Address = next };
            (TagPage tags, next) = await _http.SendAsync(page, response => ReadPageAsync(page, response, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (string tag in tags.Tags ?? [])
            {
                if (++count > RegistryLimits.Tags)
                {
                    throw new CosException(RegistryDiagnostics.AnswerTooLarge($"the list of tags of {repository.Name}", RegistryLimits.Tags));
                }
                if (tag is not null && ImageReference.IsTag(tag))
                {
                    yield return tag;
                }
            }
            next = tags.Tags is null or { IsEmpty: true } ? null : next;
        }
    }

    private async Task<(TagPage Page, Uri? Next)> ReadPageAsync(RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return (new TagPage(), null);
        }
        await EnsureAsync(request, response, cancellationToken).ConfigureAwait(false);
        byte[] body = await BoundedBody.ReadAsync(response, RegistryLimits.TagPage, request.Description, _options, cancellationToken).ConfigureAwait(false);
        TagPage page = BoundedBody.ReadJson(body, RegistryJsonContext.Default.TagPage, request.Description);
        string? link = response.Headers.TryGetValues("Link", out IEnumerable<string>? links) ? links.FirstOrDefault() : null;
        int start = link?.IndexOf('<', StringComparison.Ordinal) ?? -1;
        int end = link?.IndexOf('>', StringComparison.Ordinal) ?? -1;
        Uri? next = start >= 0 && end > start && link!.Contains("next", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(link[(start + 1)..end], UriKind.RelativeOrAbsolute, out Uri? target)
            ? _http.TargetOf(request, request.Address, target)
            : null;
        return (page, next);
    }

    private RegistryRequest ManifestRequest(ImageReference reference, HttpMethod method, string description, string actions = "pull") => new()
    {
        Method = method,
        Address = AddressOf(reference, $"manifests/{reference.Selector}"),
        Registry = reference.Registry,
        Scope = ScopeOf(reference, actions),
        Description = description,
        Accept = method == HttpMethod.Put ? [] : MediaTypes.Manifests,
    };

    private Uri AddressOf(ImageReference reference, string path) =>
        new(RegistryEndpoint.Of(reference.Registry, _options), $"v2/{reference.Repository}/{path}");

    private static string ScopeOf(ImageReference reference, string actions) => $"repository:{reference.Repository}:{actions}";

    private async Task EnsureAsync(RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await RegistryErrors.OfAsync(request, response, _options, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string? DigestOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(DigestHeader, out IEnumerable<string>? values) && values.FirstOrDefault() is { } digest && ContentDigest.IsValid(digest)
            ? digest
            : null;

    /// <summary>The type that the content itself states counts; the header is for contents that state none.</summary>
    private static string MediaTypeOf(HttpResponseMessage response, byte[] content, ImageReference reference)
    {
        string header = response.Content.Headers.ContentType?.MediaType ?? "";
        ImageManifest manifest = BoundedBody.ReadJson(content, RegistryJsonContext.Default.ImageManifest, $"the manifest of {reference}");
        return manifest.MediaType is { Length: > 0 } own ? own : header;
    }
}
