using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>
/// Finds where engines may answer, in the order of the docker CLI: an explicit address, DOCKER_HOST, the context of DOCKER_CONTEXT or of
/// the CLI's configuration, the default sockets; then Podman's CONTAINER_HOST and sockets.
/// </summary>
internal static class EngineEndpoints
{
    private static readonly string[] Schemes = ["unix", "npipe", "tcp", "http", "https"];

    /// <summary>The addresses to try, best first. Whatever the user named stands alone: nothing else is tried in its place.</summary>
    /// <exception cref="CosException">An address or context that the user named cannot be used.</exception>
    public static IReadOnlyList<EngineEndpoint> Find(EngineSearch search)
    {
        if (!string.IsNullOrWhiteSpace(search.Endpoint))
        {
            return [Parse(search.Endpoint.Trim(), "CosEngineEndpoint", search)];
        }
        if (Variable(search, "DOCKER_HOST") is { } host)
        {
            return [Parse(host, "DOCKER_HOST", search)];
        }
        if (!IsPodman(search) && DockerContexts.FindCurrent(search) is { } context)
        {
            return [context];
        }
        List<EngineEndpoint> found = [];
        if (!IsPodman(search))
        {
            found.AddRange(DockerSockets(search));
        }
        if (!string.Equals(search.Engine, "docker", StringComparison.OrdinalIgnoreCase))
        {
            found.AddRange(PodmanSockets(search));
        }
        return found;
    }

    /// <summary>Whether the user named an engine's address, in whose place nothing else is tried.</summary>
    public static bool IsNamed(EngineSearch search) =>
        !string.IsNullOrWhiteSpace(search.Endpoint) || Variable(search, "DOCKER_HOST") is not null || Variable(search, "CONTAINER_HOST") is not null
        || (!IsPodman(search) && DockerContexts.FindCurrent(search) is not null);

    /// <summary>Reads an address as users and contexts write it; an absolute path is a socket.</summary>
    public static EngineEndpoint Parse(string text, string source, EngineSearch search)
    {
        string address = text.StartsWith('/') ? "unix://" + text : text;
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || !Schemes.Contains(uri.Scheme, StringComparer.Ordinal))
        {
            throw new CosException(EngineDiagnostics.UnsupportedEndpoint(text, source));
        }
        return new EngineEndpoint(uri, source) { Tls = TlsOf(search) };
    }

    /// <summary>The value of a variable; null when it is not set or empty.</summary>
    public static string? Variable(EngineSearch search, string name) =>
        search.Environment.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    private static bool IsPodman(EngineSearch search) => string.Equals(search.Engine, "podman", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<EngineEndpoint> DockerSockets(EngineSearch search)
    {
        if (search.IsWindows)
        {
            yield return new EngineEndpoint(new Uri("npipe://./pipe/docker_engine"), "default pipe");
            yield break;
        }
        yield return Socket("/var/run/docker.sock", "default socket");
        if (Variable(search, "XDG_RUNTIME_DIR") is { } runtime)
        {
            yield return Socket(runtime + "/docker.sock", "rootless socket");
        }
        if (search.HomeDirectory.Length > 0)
        {
            yield return Socket(search.HomeDirectory + "/.docker/run/docker.sock", "user's socket");
        }
    }

    private static IEnumerable<EngineEndpoint> PodmanSockets(EngineSearch search)
    {
        if (Variable(search, "CONTAINER_HOST") is { } host)
        {
            yield return Parse(host, "CONTAINER_HOST", search);
        }
        if (search.IsWindows)
        {
            yield return new EngineEndpoint(new Uri("npipe://./pipe/podman-machine-default"), "Podman's pipe");
            yield break;
        }
        if (Variable(search, "XDG_RUNTIME_DIR") is { } runtime)
        {
            yield return Socket(runtime + "/podman/podman.sock", "Podman's rootless socket");
        }
        yield return Socket("/run/podman/podman.sock", "Podman's socket");
    }

    private static EngineEndpoint Socket(string path, string source) => new(new Uri("unix://" + path), source);

    private static EngineTls? TlsOf(EngineSearch search)
    {
        bool verify = Variable(search, "DOCKER_TLS_VERIFY") is not null;
        if (!verify && Variable(search, "DOCKER_TLS") is null)
        {
            return null;
        }
        string folder = Variable(search, "DOCKER_CERT_PATH") ?? Path.Combine(search.HomeDirectory, ".docker");
        return new EngineTls(folder, SkipVerify: !verify);
    }
}
