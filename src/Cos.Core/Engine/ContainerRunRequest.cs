namespace Cos.Sdk.Engine;

/// <summary>A command to run in a new container.</summary>
internal sealed record ContainerRunRequest
{
    /// <summary>Tag or id of the image.</summary>
    public required string Image { get; init; }

    /// <summary>Program and arguments; takes the place of the image's entry point and command.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables besides those of the image.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute path in the container; null for the image's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary><c>user[:group]</c>; null for the image's own.</summary>
    public string? User { get; init; }

    /// <summary>Folders and files of the engine's host.</summary>
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];

    /// <summary>The container's network: <c>none</c>, or a network of the engine such as <c>bridge</c>.</summary>
    public string NetworkMode { get; init; } = "none";

    /// <summary><c>os/architecture[/variant]</c>; null for the image's own.</summary>
    public string? Platform { get; init; }

    /// <summary>Writes a tar that is unpacked at <see cref="FilesPath"/> before the command starts; works with remote engines too.</summary>
    public Func<Stream, CancellationToken, Task>? WriteFiles { get; init; }

    /// <summary>Where <see cref="WriteFiles"/> goes: an existing absolute path.</summary>
    public string FilesPath { get; init; } = "/";

    /// <summary>Standard input; null for none. Read to its end, never disposed.</summary>
    public Stream? Input { get; init; }

    /// <summary>Where standard output goes; null keeps its end only. Never disposed.</summary>
    public Stream? Output { get; init; }

    /// <summary>Called with standard error as it comes, in pieces.</summary>
    public IProgress<string>? ErrorOutput { get; init; }

    /// <summary>Reads the container's whole root file system as a tar after the command succeeded.</summary>
    public Func<Stream, CancellationToken, Task>? ReadRootFileSystem { get; init; }

    /// <summary>A path to read as a tar after the command succeeded, with <see cref="ReadResult"/>.</summary>
    public string? ResultPath { get; init; }

    /// <summary>Reads the tar of <see cref="ResultPath"/>.</summary>
    public Func<Stream, CancellationToken, Task>? ReadResult { get; init; }
}
