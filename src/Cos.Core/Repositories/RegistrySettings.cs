using Cos.Sdk.Registry;

namespace Cos.Sdk.Repositories;

/// <summary>How repositories in registries are reached.</summary>
/// <param name="Options">Which registries are spoken to in plain, and how patiently.</param>
/// <param name="Credentials">The user's credentials; those that a repository states itself go before.</param>
/// <param name="Platform">The platform that packages are for.</param>
internal sealed record RegistrySettings(RegistryOptions Options, IRegistryCredentials Credentials, ImagePlatform Platform)
{
    /// <summary>A client for a repository.</summary>
    public RegistryClient ClientFor(RepositoryReference repository) =>
        new(Options, repository.Auth?.ForRegistry is { } stated ? new Stated(stated) : Credentials);

    private sealed class Stated(RegistryCredential credential) : IRegistryCredentials
    {
        public Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellationToken) => Task.FromResult<RegistryCredential?>(credential);
    }
}
