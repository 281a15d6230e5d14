namespace Cos.Sdk.Engine;

/// <summary>
/// A container engine that builds and holds images: Docker or Podman through the Docker Engine API. It knows tags and streams, no packages.
/// </summary>
/// <remarks>
/// Safe for concurrent use. Every returned stream is forward-only and asynchronous only, and must be disposed.
/// Failures are <see cref="Diagnostics.CosException"/> with codes of the engine's block; a failed build is an <see cref="ImageBuildException"/>.
/// Containers made for a call are removed when it ends, also when it fails or is cancelled.
/// </remarks>
internal interface IImageEngine : IAsyncDisposable
{
    /// <summary>What answers, asked once and remembered.</summary>
    Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken);

    /// <summary>Every tag with the id of its image (<c>sha256:…</c>), in one call.</summary>
    Task<IReadOnlyDictionary<string, string>> ListImagesAsync(CancellationToken cancellationToken);

    /// <summary>Every tag with the size of its image.</summary>
    Task<IReadOnlyList<EngineImage>> ListImageSizesAsync(CancellationToken cancellationToken);

    /// <summary>Containers and images that were made for one operation, of this process and of others.</summary>
    Task<IReadOnlyList<EngineLeftover>> ListLeftoversAsync(CancellationToken cancellationToken);

    /// <summary>Removes what one operation left. False when it is not there any more.</summary>
    Task<bool> RemoveLeftoverAsync(EngineLeftover leftover, CancellationToken cancellationToken);

    /// <summary>Looks at one image by tag, <c>name@digest</c> or id; null when the engine does not have it.</summary>
    Task<ImageDetails?> InspectImageAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Builds an image from a streamed context. Returns its id.</summary>
    /// <exception cref="ImageBuildException">A step or the build as a whole failed; the tag is not set.</exception>
    Task<string> BuildImageAsync(ImageBuildRequest request, IProgress<BuildOutput>? progress, CancellationToken cancellationToken);

    /// <summary>Makes an image of one layer from a root file system. Returns its id.</summary>
    Task<string> ImportImageAsync(ImageImportRequest request, CancellationToken cancellationToken);

    /// <summary>Loads the images of an archive (the output of save, or an OCI archive where the engine reads one).</summary>
    Task LoadImagesAsync(Stream archive, CancellationToken cancellationToken);

    /// <summary>
    /// Pulls an image from its registry: for <c>os/architecture[/variant]</c> or, with null, the engine's own platform; anonymously
    /// without a credential.
    /// </summary>
    Task PullImageAsync(
        string reference,
        string? platform,
        EngineCredential? credential,
        IProgress<BuildOutput>? progress,
        CancellationToken cancellationToken);

    /// <summary>Pushes a tagged image to its registry.</summary>
    Task PushImageAsync(
        string reference, EngineCredential? credential, IProgress<BuildOutput>? progress, CancellationToken cancellationToken);

    /// <summary>Gives an image one more tag; the tag moves when another image has it.</summary>
    Task TagImageAsync(string source, string tag, CancellationToken cancellationToken);

    /// <summary>Removes a tag, and the image with its last tag. False when it is not there.</summary>
    Task<bool> RemoveImageAsync(string reference, CancellationToken cancellationToken);

    /// <summary>The root file system of an image as a tar, read from a container that never ran.</summary>
    /// <returns>A tar; its disposal ends the transfer and removes the container.</returns>
    Task<Stream> ExportRootFileSystemAsync(string reference, CancellationToken cancellationToken);

    /// <summary>
    /// One absolute path of an image as a tar, whose first entry is the path's last segment. Docker does not follow a link at the end of the
    /// path, Podman does; <c>/.</c> at the end means the content of the folder there, on both.
    /// </summary>
    /// <returns>A tar, or null when the image has no such path.</returns>
    Task<Stream?> GetArchiveAsync(string reference, string path, CancellationToken cancellationToken);

    /// <summary>
    /// How many layers an image had before its last so many Dockerfile instructions; those from there on are what these instructions did.
    /// (Instructions cannot be counted as layers: metadata makes none, on Docker neither does a command that changes nothing.)
    /// </summary>
    Task<int> CountLayersBelowAsync(string reference, int lastInstructions, CancellationToken cancellationToken);

    /// <summary>Several images as one archive, shared layers once; read it with <see cref="SavedImageReader"/>.</summary>
    Task<Stream> SaveImagesAsync(IReadOnlyList<string> references, CancellationToken cancellationToken);

    /// <summary>Runs a command in a new container of an image and waits for its end. The container has no privileges.</summary>
    Task<ContainerResult> RunAsync(ContainerRunRequest request, CancellationToken cancellationToken);
}
