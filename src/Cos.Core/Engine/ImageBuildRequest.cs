namespace Cos.Sdk.Engine;

/// <summary>One image to build.</summary>
internal sealed record ImageBuildRequest
{
    /// <summary>The tag that the image gets when the build succeeds.</summary>
    public required string Tag { get; init; }

    /// <summary>Path of the Dockerfile inside the context, with forward slashes.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>
    /// Writes the context as a tar. It is called once, while the engine already reads, and nothing of it is kept; the token is
    /// cancelled when the engine no longer listens.
    /// </summary>
    public required Func<Stream, CancellationToken, Task> WriteContext { get; init; }

    /// <summary><c>os/architecture[/variant]</c>; null for the engine's own. One that the engine cannot run is refused.</summary>
    public string? Platform { get; init; }

    /// <summary>The network of the steps, for example <c>none</c>; null for the engine's default.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>Build arguments. The engine keeps its predefined ones (<see cref="BuildProxies"/>) out of the image and its history.</summary>
    public IReadOnlyDictionary<string, string> BuildArguments { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Values that steps read as files of <see cref="SecretsFolder"/>; brought while a step runs, kept nowhere.</summary>
    public IReadOnlyDictionary<string, byte[]> Secrets { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>The secrets that an instruction reads.</summary>
    public Func<string, IReadOnlyList<string>> SecretsOf { get; init; } = _ => [];

    /// <summary>A folder in the container's shared memory.</summary>
    public string SecretsFolder { get; init; } = "";

    /// <summary>The file there that is made last.</summary>
    public string SecretsReady { get; init; } = "";

    /// <summary>Runs every step again, whatever the engine remembers.</summary>
    public bool NoCache { get; init; }

    /// <summary>For base images and copied images that the engine has to pull.</summary>
    public IReadOnlyList<EngineCredential> Credentials { get; init; } = [];
}
