namespace Cos.Sdk.Registry;

/// <summary>No credential for anybody.</summary>
internal sealed class AnonymousCredentials : IRegistryCredentials
{
    /// <inheritdoc />
    public Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellationToken) => Task.FromResult<RegistryCredential?>(null);
}
