using System.Collections.Concurrent;
using System.Text;

namespace Cos.Sdk.Registry;

/// <summary>
/// The user's own credentials, from the first place that has one for the registry: <c>COS_REGISTRY_HOST</c> with
/// <c>COS_REGISTRY_USERNAME</c> and <c>COS_REGISTRY_PASSWORD</c>; the documents in <c>COS_REGISTRY_AUTH</c> and
/// <c>DOCKER_AUTH_CONFIG</c>; docker's <c>config.json</c> with its helper programs; Podman's <c>auth.json</c>.
/// </summary>
/// <remarks>Safe for concurrent use. What was found is kept, so that a helper program runs once for each registry.</remarks>
internal sealed class StoredCredentials : IRegistryCredentials
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Lazy<IReadOnlyList<AuthDocument>> _documents;
    private readonly ConcurrentDictionary<string, Lazy<Task<RegistryCredential?>>> _found = new(StringComparer.Ordinal);

    /// <param name="environment">The environment of the build.</param>
    /// <param name="homeDirectory">The user's folder; empty when there is none.</param>
    public StoredCredentials(IReadOnlyDictionary<string, string> environment, string homeDirectory)
    {
        _environment = environment;
        _documents = new Lazy<IReadOnlyList<AuthDocument>>(() => ReadDocuments(homeDirectory));
    }

    /// <inheritdoc />
    public Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellationToken) =>
        _found.GetOrAdd(registry, key => new Lazy<Task<RegistryCredential?>>(() => SearchAsync(key, cancellationToken))).Value;

    private async Task<RegistryCredential?> SearchAsync(string registry, CancellationToken cancellationToken)
    {
        if (Variable("COS_REGISTRY_HOST") == registry && Variable("COS_REGISTRY_USERNAME") is { } user)
        {
            return new RegistryCredential { UserName = user, Password = Variable("COS_REGISTRY_PASSWORD") ?? "" };
        }
        foreach (AuthDocument document in _documents.Value)
        {
            if (document.HelperFor(registry) is { } helper)
            {
                if (await CredentialHelper.AskAsync(helper, registry, _environment, cancellationToken).ConfigureAwait(false) is { } told)
                {
                    return told;
                }
            }
            if (document.Find(registry) is { } written)
            {
                return written;
            }
        }
        return null;
    }

    private List<AuthDocument> ReadDocuments(string home)
    {
        List<AuthDocument> documents = [];
        foreach (string name in (ReadOnlySpan<string>)["COS_REGISTRY_AUTH", "DOCKER_AUTH_CONFIG"])
        {
            if (Variable(name) is { } text)
            {
                documents.Add(AuthDocument.Parse(Encoding.UTF8.GetBytes(text), name));
            }
        }
        string? dockerFolder = Variable("DOCKER_CONFIG") ?? (home.Length > 0 ? Path.Combine(home, ".docker") : null);
        string? podmanFile = Variable("REGISTRY_AUTH_FILE")
            ?? (Variable("XDG_RUNTIME_DIR") is { } run ? Path.Combine(run, "containers", "auth.json") : null);
        foreach (string? file in (string?[])[dockerFolder is null ? null : Path.Combine(dockerFolder, "config.json"), podmanFile])
        {
            if (file is not null && AuthDocument.Read(file) is { } document)
            {
                documents.Add(document);
            }
        }
        return documents;
    }

    private string? Variable(string name) => _environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
