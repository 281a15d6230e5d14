namespace Cos.Sdk.Engine;

/// <summary>The proxy variables that engines take as build arguments without keeping them in images or their history.</summary>
internal static class BuildProxies
{
    private static readonly string[] Names =
    [
        "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY", "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy",
    ];

    /// <summary>The build arguments for the proxies that the environment names; empty values count as not set.</summary>
    public static IReadOnlyDictionary<string, string> FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        Dictionary<string, string> arguments = new(StringComparer.Ordinal);
        foreach (string name in Names)
        {
            if (environment.TryGetValue(name, out string? value) && value.Length > 0)
            {
                arguments[name] = value;
            }
        }
        return arguments;
    }
}
