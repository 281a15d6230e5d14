using System.Net;
using System.Net.Http.Headers;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>Requests to registries: authenticated, repeated where that helps, redirected with care.</summary>
internal sealed class RegistryHttp : IDisposable
{
    private readonly RegistryOptions _options;
    private readonly HttpSender _sender;
    private readonly Authenticator _authenticator;

    /// <param name="options">How registries are spoken to.</param>
    /// <param name="credentials">The user's credentials.</param>
    /// <param name="handler">What carries requests; null for the network.</param>
    public RegistryHttp(RegistryOptions options, IRegistryCredentials credentials, HttpMessageHandler? handler)
    {
        _options = options;
        _sender = new HttpSender(options, handler);
        _authenticator = new Authenticator(credentials, new TokenService(_sender, options), options);
    }

    /// <summary>Sends a request and reads its answer. Reading belongs to the attempt: when it fails, the request is sent again.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads an answer of any status but "try later"; the answer is disposed unless it is what is returned.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    /// <exception cref="CosException">There was no answer in the end, or it may not be followed.</exception>
    public Task<T> SendAsync<T>(RegistryRequest request, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellationToken) =>
        _sender.RunAsync(
            request.Registry,
            request.Description,
            request.MayRepeat ? _options.MaxAttempts : 1,
            async send =>
            {
                HttpResponseMessage response = await FollowAsync(request, send, cancellationToken).ConfigureAwait(false);
                bool kept = false;
                try
                {
                    T result = await read(response).ConfigureAwait(false);
                    kept = ReferenceEquals(result, response);
                    return result;
                }
                finally
                {
                    if (!kept)
                    {
                        response.Dispose();
                    }
                }
            },
            cancellationToken);

    /// <summary>Waits between attempts that a caller makes itself.</summary>
    public Task WaitAsync(int attempt, CancellationToken cancellationToken) =>
        _sender.WaitAsync(Backoff.DelayOf(attempt, _options, null), cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _authenticator.Dispose();
        _sender.Dispose();
    }

    private async Task<HttpResponseMessage> FollowAsync(
        RegistryRequest request, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        Uri address = request.Address;
        Uri home = RegistryEndpoint.Of(request.Registry, _options);
        bool answered = false;
        for (int redirects = 0; ;)
        {
            bool own = IsSameOrigin(address, home);
            AuthenticationHeaderValue? shown = own
                ? await _authenticator.FindAsync(request.Registry, request.Scope, cancellationToken).ConfigureAwait(false)
                : null;
            using HttpRequestMessage message = Make(request, address, shown);
            HttpResponseMessage response = await send(message, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.Unauthorized && own && !answered
                && await _authenticator.AnswerAsync(request.Registry, request.Scope, ChallengesOf(response), shown, cancellationToken).ConfigureAwait(false) is not null)
            {
                answered = true;
                response.Dispose();
            }
            else if (IsRedirect(response.StatusCode) && request.Body is null && response.Headers.Location is { } location)
            {
                response.Dispose();
                address = TargetOf(request, address, location);
                if (++redirects > RegistryLimits.Redirects)
                {
                    throw new CosException(RegistryDiagnostics.Refused(request.Registry, request.Description, $"more than {RegistryLimits.Redirects} redirects"));
                }
            }
            else
            {
                return response;
            }
        }
    }

    /// <summary>Where a registry sends us. Never from an encrypted connection to a plain one, and never with a name and a password in it.</summary>
    public Uri TargetOf(RegistryRequest request, Uri from, Uri location)
    {
        Uri target = location.IsAbsoluteUri ? location : new Uri(from, location);
        bool downgrade = from.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps;
        return RegistryEndpoint.IsAllowed(target, _options) && !downgrade && target.UserInfo.Length == 0
            ? target
            : throw new CosException(RegistryDiagnostics.UnsafeAddress(request.Registry, "a redirect"));
    }

    private static HttpRequestMessage Make(RegistryRequest request, Uri address, AuthenticationHeaderValue? shown)
    {
        HttpRequestMessage message = new(request.Method, address) { Content = request.Body?.Invoke() };
        message.Headers.Authorization = shown;
        message.Headers.Range = request.Range;
        foreach (string type in request.Accept)
        {
            message.Headers.Accept.ParseAdd(type);
        }
        return message;
    }

    private static IEnumerable<AuthChallenge> ChallengesOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out HeaderStringValues values) ? values.SelectMany(AuthChallenge.Parse) : [];

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool IsSameOrigin(Uri one, Uri other) => one.Scheme == other.Scheme && one.Authority == other.Authority;
}
