using System.Collections.Immutable;

namespace Cos.Sdk.Building;

/// <summary>Where a build works, and how.</summary>
internal sealed record BuildOptions
{
    /// <summary>What plan files name their contexts relative to.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>Plan files and stamps.</summary>
    public required string PlanFolder { get; init; }

    /// <summary>The generated Dockerfiles, one <c>{key}.Dockerfile</c> for each image node.</summary>
    public required string DockerfileFolder { get; init; }

    /// <summary>Archives and metadata.</summary>
    public required string RepositoryFolder { get; init; }

    /// <summary>One log for each node.</summary>
    public required string LogFolder { get; init; }

    /// <summary>Shared between projects: indexes of layers, locks.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Path of an archive that was fetched from a repository, by its SHA-256.</summary>
    public required Func<string, string> DownloadOf { get; init; }

    /// <summary>How many nodes are made at once; at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>The network of steps; null for the engine's default.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>Proxies for steps; they reach neither images nor logs.</summary>
    public ImmutableDictionary<string, string> BuildArguments { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Secrets of steps.</summary>
    public BuildSecrets Secrets { get; init; } = BuildSecrets.None;

    /// <summary>Path of a node's log.</summary>
    public string LogOf(string key) => Path.Combine(LogFolder, key + ".log");

    /// <summary>Path of an image node's Dockerfile.</summary>
    public string DockerfileOf(string key) => Path.Combine(DockerfileFolder, key + ".Dockerfile");
}
