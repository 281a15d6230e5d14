using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>
/// A repository on static web servers with the same content. A file whose digest is known comes out of the cache, or is downloaded into it:
/// continued where an earlier try ended, from the next server when one fails.
/// </summary>
internal sealed class HttpTransport : IRepositoryTransport
{
    private const long LargestArchive = 64L << 30;
    private const long LargestEntryPoint = 4 << 20;
    private const int Tries = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private static readonly HttpClient Client = CreateClient();

    private readonly string _repository;
    private readonly SourceLocation? _location;
    private readonly ImmutableArray<Uri> _servers;
    private readonly DownloadCache _cache;
    private readonly TimeSpan _firstWait;
    private readonly HttpDownload[] _downloads;

    /// <param name="reference">Names the servers; what stands before an <c>@</c> in them is shown to them and to nobody else.</param>
    /// <param name="cache">Keeps what came.</param>
    /// <param name="firstWait">Before the second try; doubled for each further one. Half a second when null.</param>
    /// <exception cref="CosException">An address is none.</exception>
    public HttpTransport(RepositoryReference reference, DownloadCache cache, TimeSpan? firstWait = null)
    {
        _repository = reference.Name;
        _location = reference.Location;
        _cache = cache;
        _firstWait = firstWait ?? TimeSpan.FromSeconds(0.5);
        _servers = [.. reference.Urls.Select(url => ServerOf(url, reference))];
        _downloads = [.. reference.Urls.Select(url => new HttpDownload(Client, reference.Auth?.HttpHeader ?? UserOf(url)))];
    }

    /// <inheritdoc />
    public string Address => string.Join(", ", _servers.Select(server => server.AbsoluteUri.TrimEnd('/')));

    /// <inheritdoc />
    public async Task<Stream?> OpenFileAsync(string fileName, string? sha256, CancellationToken cancellationToken)
    {
        if (sha256 is null)
        {
            MemoryStream content = new();
            return await BringAsync(fileName, content, LargestEntryPoint, () => Task.FromResult(true), cancellationToken).ConfigureAwait(false)
                ? new MemoryStream(content.GetBuffer(), 0, (int)content.Length, writable: false)
                : null;
        }
        bool isThere = await _cache.EnsureAsync(
            sha256, (file, isRight) => BringAsync(fileName, file, LargestArchive, isRight, cancellationToken), cancellationToken).ConfigureAwait(false);
        return isThere ? _cache.TryOpen(sha256) : null;
    }

    /// <inheritdoc />
    public async Task<OpenedArchive?> OpenArchiveAsync(RepositoryPackage package, CancellationToken cancellationToken)
    {
        Stream? content = await OpenFileAsync(package.ArchiveFile, package.Sha256, cancellationToken).ConfigureAwait(false);
        return content is null ? null : new OpenedArchive(content, package.Sha256);
    }

    /// <inheritdoc />
    public void Discard(string sha256) => _cache.Remove(sha256);

    /// <summary>Asks one server after the other. False when none of them has the file.</summary>
    private async Task<bool> BringAsync(
        string fileName, Stream file, long limit, Func<Task<bool>> isRight, CancellationToken cancellationToken)
    {
        List<(Uri Server, HttpFailure Failure)> failures = [];
        for (int i = 0; i < _servers.Length; i++)
        {
            Uri address = new(_servers[i], Uri.EscapeDataString(fileName));
            HttpFailure? failure = await BringAsync(_downloads[i], address, file, limit, isRight, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return true;
            }
            failures.Add((_servers[i], failure));
        }
        return failures.TrueForAll(item => item.Failure == HttpFailure.Missing)
            ? false
            : throw new CosException(RepositoryDiagnostics.NotDownloaded(
                _location, _repository, fileName, [.. failures.Select(item => $"{item.Server.AbsoluteUri.TrimEnd('/')}: {item.Failure.Cause}")]));
    }

    /// <summary>Asks one server until it has given all, or is not worth asking again. A try that brought something does not count.</summary>
    private async Task<HttpFailure?> BringAsync(
        HttpDownload download, Uri address, Stream file, long limit, Func<Task<bool>> isRight, CancellationToken cancellationToken)
    {
        TimeSpan wait = _firstWait;
        bool wasCorrupt = false;
        for (int tries = 1, all = 1; ; tries++, all++)
        {
            long before = file.Length;
            HttpFailure? failure = await download.ContinueAsync(address, file, limit, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                if (await isRight().ConfigureAwait(false))
                {
                    return null;
                }
                file.SetLength(0);
                failure = wasCorrupt ? HttpFailure.Corrupt with { MayPass = false } : HttpFailure.Corrupt;
                wasCorrupt = true;
            }
            else if (file.Length > before)
            {
                tries = 0;
            }
            if (!failure.MayPass || tries >= Tries || all >= Tries * 20)
            {
                return failure;
            }
            TimeSpan pause = failure.Wait ?? wait;
            await Task.Delay(pause < LongestWait ? pause : LongestWait, cancellationToken).ConfigureAwait(false);
            wait = tries == 0 ? _firstWait : wait * 2;
        }
    }

    /// <summary>One for all repositories: it keeps connections open.</summary>
    private static HttpClient CreateClient()
    {
        HttpClient client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), MaxAutomaticRedirections = 10 })
        {
            // Each download watches for itself whether something comes.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Cos.Sdk");
        return client;
    }

    private static Uri ServerOf(string url, RepositoryReference reference)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? server) || server.Scheme is not ("http" or "https") || server.Query.Length + server.Fragment.Length > 0)
        {
            throw new CosException(RepositoryDiagnostics.NoWebAddress(reference.Location, reference.Name));
        }
        UriBuilder plain = new(server) { UserName = "", Password = "" };
        plain.Path = plain.Path.TrimEnd('/') + "/";
        return plain.Uri;
    }

    private static string? UserOf(string url) => new Uri(url).UserInfo is { Length: > 0 } user
        ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user)))}"
        : null;
}
