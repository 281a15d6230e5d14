namespace Cos.Sdk.Engine;

/// <summary>Where to look for an engine.</summary>
internal sealed record EngineSearch
{
    /// <summary>An address that the user gave; wins over everything, nothing else is tried.</summary>
    public string? Endpoint { get; init; }

    /// <summary><c>docker</c>, <c>podman</c>, or empty for whichever answers first.</summary>
    public string? Engine { get; init; }

    /// <summary>The environment: DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, CONTAINER_HOST, XDG_RUNTIME_DIR.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The user's home directory, absolute; empty when there is none.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>Whether named pipes are tried instead of sockets.</summary>
    public bool IsWindows { get; init; } = OperatingSystem.IsWindows();
}
