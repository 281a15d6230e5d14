using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>Finds what the user has stored for a registry.</summary>
internal interface IRegistryCredentials
{
    /// <summary>The credential for a registry; null to be anonymous.</summary>
    /// <param name="registry">As in image names: <c>docker.io</c>, <c>host:5000</c>.</param>
    /// <param name="cancellationToken">Ends the wait for a helper program.</param>
    /// <exception cref="CosException">A file or a helper program that should know cannot be used.</exception>
    Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellationToken);
}
