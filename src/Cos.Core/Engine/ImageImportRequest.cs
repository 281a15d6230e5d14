namespace Cos.Sdk.Engine;

/// <summary>A root file system that becomes an image of one layer.</summary>
internal sealed record ImageImportRequest
{
    /// <summary>The tag of the new image.</summary>
    public required string Tag { get; init; }

    /// <summary>Writes the root file system as a tar; called once, streamed to the engine.</summary>
    public required Func<Stream, CancellationToken, Task> WriteRootFileSystem { get; init; }

    /// <summary>Dockerfile instructions that the engine applies to the configuration: ENV, CMD, ENTRYPOINT, LABEL, USER, WORKDIR.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary><c>os/architecture[/variant]</c> of the content; null for the engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>A comment for the image's history.</summary>
    public string? Message { get; init; }
}
