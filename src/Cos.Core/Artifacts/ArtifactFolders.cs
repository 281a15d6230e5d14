namespace Cos.Sdk.Artifacts;

/// <summary>Where artifacts are made; absolute paths, made when they are missing.</summary>
internal sealed record ArtifactFolders
{
    /// <summary>Archives and metadata.</summary>
    public required string Output { get; init; }

    /// <summary>What is remembered of layers; several projects may share it.</summary>
    public required string Cache { get; init; }

    /// <summary>Files that live as long as the work does. They may become as large as what a package's steps write.</summary>
    public required string Temporary { get; init; }

    /// <summary>Lists that do not fit a message, <c>{key}.changes.txt</c>.</summary>
    public required string Reports { get; init; }
}
