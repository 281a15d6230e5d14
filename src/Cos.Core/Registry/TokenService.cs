using System.Net.Http.Headers;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>Gets access tokens from the service that a registry names.</summary>
internal sealed class TokenService(HttpSender sender, RegistryOptions options)
{
    private const int DefaultLife = 60;
    private const int MaxLife = 24 * 60 * 60;

    /// <summary>Asks for a token.</summary>
    /// <param name="registry">The registry that it is for.</param>
    /// <param name="challenge">What it wants to see.</param>
    /// <param name="scope">What the token must allow; several are separated by blanks.</param>
    /// <param name="credential">Who asks; null for nobody.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token and how long it is good for.</returns>
    public async Task<(string Token, TimeSpan Life)> FetchAsync(
        string registry, AuthChallenge challenge, string scope, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        const string Description = "get an access token";
        Uri realm = RealmOf(registry, challenge);
        return await sender.RunAsync(
            registry,
            Description,
            options.MaxAttempts,
            async send =>
            {
                using HttpRequestMessage message = Make(realm, challenge["service"], scope, credential);
                using HttpResponseMessage response = await send(message, cancellationToken).ConfigureAwait(false);
                if (!response.IsSuccessStatusCode)
                {
                    RegistryRequest asked = new() { Method = message.Method, Address = realm, Registry = registry, Scope = scope, Description = Description };
                    throw await RegistryErrors.OfAsync(asked, response, options, cancellationToken).ConfigureAwait(false);
                }
                byte[] body = await BoundedBody
                    .ReadAsync(response, RegistryLimits.Token, Description, options, cancellationToken).ConfigureAwait(false);
                TokenAnswer answer = BoundedBody.ReadJson(body, TokenJsonContext.Default.TokenAnswer, $"the access token for {registry}");
                return (TokenOf(answer, registry), TimeSpan.FromSeconds(Math.Clamp(answer.ExpiresIn ?? DefaultLife, 0, MaxLife)));
            },
            cancellationToken).ConfigureAwait(false);
    }

    private Uri RealmOf(string registry, AuthChallenge challenge) =>
        Uri.TryCreate(challenge["realm"], UriKind.Absolute, out Uri? realm) && RegistryEndpoint.IsAllowed(realm, options) && realm.UserInfo.Length == 0
            ? realm
            : throw new CosException(RegistryDiagnostics.UnsafeAddress(registry, "its token service"));

    private static HttpRequestMessage Make(Uri realm, string service, string scope, RegistryCredential? credential)
    {
        string[] scopes = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (credential is { IdentityToken.Length: > 0 })
        {
            return new HttpRequestMessage(HttpMethod.Post, realm)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "refresh_token",
                    ["service"] = service,
                    ["client_id"] = "cos-sdk",
                    ["scope"] = string.Join(' ', scopes),
                    ["refresh_token"] = credential.IdentityToken,
                }),
            };
        }
        string query = string.Join('&', scopes.Select(each => $"scope={Uri.EscapeDataString(each)}").Prepend($"service={Uri.EscapeDataString(service)}"));
        string separator = realm.Query.Length > 0 ? "&" : "?";
        HttpRequestMessage message = new(HttpMethod.Get, new Uri(realm.GetLeftPart(UriPartial.Query) + separator + query));
        if (credential is { UserName.Length: > 0 })
        {
            message.Headers.Authorization = Basic(credential);
        }
        return message;
    }

    /// <summary>The header of basic authentication.</summary>
    public static AuthenticationHeaderValue Basic(RegistryCredential credential) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")));

    private static string TokenOf(TokenAnswer answer, string registry)
    {
        string token = answer.Token is { Length: > 0 } own ? own : answer.AccessToken ?? "";
        return token.Length > 0 && token.All(letter => letter is > ' ' and < (char)127)
            ? token
            : throw new DamagedTransferException(RegistryDiagnostics.MalformedAnswer($"the access token for {registry}", "there is no token in it"));
    }
}
