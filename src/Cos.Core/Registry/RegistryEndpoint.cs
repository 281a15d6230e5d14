using System.Net;

namespace Cos.Sdk.Registry;

/// <summary>Where the registry of a name answers, and whether it may be spoken to without encryption.</summary>
internal static class RegistryEndpoint
{
    private const string DefaultRegistry = "docker.io";
    private const string DefaultHost = "registry-1.docker.io";

    /// <summary>The address that paths of the API begin at: https, or http for registries of this machine and those that the user named.</summary>
    public static Uri Of(string registry, RegistryOptions options)
    {
        string host = registry == DefaultRegistry ? DefaultHost : registry;
        return new Uri($"{(MayBePlain(host, options) ? "http" : "https")}://{host}/");
    }

    /// <summary>Whether an address may be used: https always, http only where <see cref="MayBePlain"/> says so.</summary>
    public static bool IsAllowed(Uri address, RegistryOptions options) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && MayBePlain(address.Authority, options));

    /// <summary>Whether http without encryption is in order: on loopback, or because the user asked for it.</summary>
    public static bool MayBePlain(string authority, RegistryOptions options) =>
        !options.EncryptedRegistries.Contains(authority) && (options.PlainRegistries.Contains(authority) || IsLoopback(authority));

    private static bool IsLoopback(string authority)
    {
        string host = new Uri($"http://{authority}/").IdnHost;
        return host == "localhost"
            || host.EndsWith(".localhost", StringComparison.Ordinal)
            || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
    }
}
