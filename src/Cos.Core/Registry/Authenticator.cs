using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Cos.Sdk.Registry;

/// <summary>Knows what to show to which registry: nothing, name and password, or an access token, which is kept while it is good.</summary>
/// <remarks>Safe for concurrent use: of many requests that need the same token one fetches it.</remarks>
internal sealed class Authenticator(IRegistryCredentials credentials, TokenService tokens, RegistryOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, AuthChallenge> _challenges = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Registry, string Scope), Granted> _granted = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>What to send along; null for nothing, as before the registry has asked for something.</summary>
    public async Task<AuthenticationHeaderValue?> FindAsync(string registry, string scope, CancellationToken cancellationToken) =>
        Known(registry, scope) ?? (_challenges.TryGetValue(registry, out AuthChallenge? challenge)
            ? await GrantAsync(registry, scope, challenge, null, cancellationToken).ConfigureAwait(false)
            : null);

    /// <summary>Answers a registry that refused a request.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="scope">What the request needs.</param>
    /// <param name="wanted">Its challenges.</param>
    /// <param name="shown">What it was shown; null for nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What to show instead; null when there is nothing better.</returns>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        string registry, string scope, IEnumerable<AuthChallenge> wanted, AuthenticationHeaderValue? shown, CancellationToken cancellationToken)
    {
        AuthChallenge? challenge = wanted.Where(item => item.Is("Bearer") || item.Is("Basic")).OrderBy(item => item.Is("Bearer") ? 0 : 1).FirstOrDefault();
        if (challenge is null)
        {
            return null;
        }
        _challenges[registry] = challenge;
        AuthenticationHeaderValue? better = await GrantAsync(registry, scope, challenge, shown, cancellationToken).ConfigureAwait(false);
        return better is not null && better.Equals(shown) ? null : better;
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private AuthenticationHeaderValue? Known(string registry, string scope) =>
        _granted.TryGetValue((registry, scope), out Granted? granted) && granted.Until > options.Time.GetUtcNow() ? granted.Header : null;

    private async Task<AuthenticationHeaderValue?> GrantAsync(
        string registry, string scope, AuthChallenge challenge, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Known(registry, scope) is { } known && !known.Equals(refused))
            {
                return known;
            }
            RegistryCredential? credential = await credentials.FindAsync(registry, cancellationToken).ConfigureAwait(false);
            Granted? granted = challenge.Is("Basic")
                ? credential is { UserName.Length: > 0 } ? new Granted(TokenService.Basic(credential), DateTimeOffset.MaxValue) : null
                : credential is { RegistryToken.Length: > 0 } ? new Granted(new AuthenticationHeaderValue("Bearer", credential.RegistryToken), DateTimeOffset.MaxValue)
                : await FetchAsync(registry, scope, challenge, credential, cancellationToken).ConfigureAwait(false);
            if (granted is null)
            {
                return null;
            }
            if (_granted.Count >= RegistryLimits.CachedTokens)
            {
                _granted.Clear();
            }
            _granted[(registry, scope)] = granted;
            return granted.Header;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Granted> FetchAsync(
        string registry, string scope, AuthChallenge challenge, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        (string token, TimeSpan life) = await tokens.FetchAsync(registry, challenge, scope, credential, cancellationToken).ConfigureAwait(false);
        // Renewed before its end, so that it is still good when it arrives.
        return new Granted(new AuthenticationHeaderValue("Bearer", token), options.Time.GetUtcNow() + (life * 0.8));
    }

    private sealed record Granted(AuthenticationHeaderValue Header, DateTimeOffset Until);
}
