namespace Cos.Sdk.Engine;

/// <summary>What answers at an endpoint.</summary>
internal sealed record EngineInfo
{
    /// <summary>An identifier that stays with the engine's storage; empty when the engine has none.</summary>
    public required string Id { get; init; }

    /// <summary><c>Docker</c> or <c>Podman</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The engine's own version, for example <c>20.10.24</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The negotiated version of the API, for example <c>1.41</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Operating system of its images in OCI's names: <c>linux</c>.</summary>
    public required string Os { get; init; }

    /// <summary>Architecture in OCI's names: <c>amd64</c>, <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>For example <c>overlay2</c>.</summary>
    public required string StorageDriver { get; init; }

    /// <summary>Where the engine keeps its data, as the engine sees it; empty when it does not say.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>Where it was reached.</summary>
    public required EngineEndpoint Endpoint { get; init; }

    /// <summary><c>os/architecture</c>.</summary>
    public string Platform => $"{Os}/{Architecture}";
}
