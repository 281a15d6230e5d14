using Cos.Sdk.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Cos.Sdk.Engine;

/// <summary>An engine behind the Docker Engine API.</summary>
internal sealed class DockerEngine : IImageEngine
{
    private readonly EngineClient _connection;
    private readonly DockerClient _client;
    private readonly DockerClient _bulk;
    private readonly string _name;
    private readonly VersionResponse _version;
    private readonly IAsyncDisposable? _service;
    private readonly Lock _lock = new();
    private Task<EngineInfo>? _info;

    /// <summary>Wraps a negotiated connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="name">The engine's name.</param>
    /// <param name="version">What it said of itself.</param>
    /// <param name="service">What ends with this object; null for an engine that was there before.</param>
    public DockerEngine(EngineClient connection, string name, VersionResponse version, IAsyncDisposable? service = null)
    {
        _service = service;
        _connection = connection;
        _client = connection.Create();
        _bulk = connection.Create(blocking: true);
        _name = name;
        _version = version;
    }

    /// <inheritdoc />
    public Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_info is null || _info.IsFaulted || _info.IsCanceled)
            {
                _info = AskInfoAsync(cancellationToken);
            }
            return _info;
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, string>> ListImagesAsync(CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync<IReadOnlyDictionary<string, string>>(
            "list its images",
            async () =>
            {
                IList<ImagesListResponse> images = await _client.Images
                    .ListImagesAsync(new ImagesListParameters(), cancellationToken).ConfigureAwait(false);
                Dictionary<string, string> tags = new(StringComparer.Ordinal);
                foreach (ImagesListResponse image in images)
                {
                    foreach (string tag in ImageConversions.Tags(image.RepoTags))
                    {
                        tags[tag] = image.ID;
                    }
                }
                return tags;
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<EngineImage>> ListImageSizesAsync(CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync<IReadOnlyList<EngineImage>>(
            "list its images",
            async () =>
            {
                IList<ImagesListResponse> images = await _client.Images
                    .ListImagesAsync(new ImagesListParameters(), cancellationToken).ConfigureAwait(false);
                return [.. images.SelectMany(image => ImageConversions.Tags(image.RepoTags).Select(tag => new EngineImage(tag, image.ID, image.Size)))];
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<EngineLeftover>> ListLeftoversAsync(CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync("list what earlier builds left", () => new Leftovers(_client, this).ListAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<bool> RemoveLeftoverAsync(EngineLeftover leftover, CancellationToken cancellationToken) =>
        leftover.IsContainer
            ? EngineErrors.GuardAsync(
                $"remove the container {leftover.Name}", () => new Leftovers(_client, this).RemoveContainerAsync(leftover.Name, cancellationToken), cancellationToken)
            : RemoveImageAsync(leftover.Name, cancellationToken);

    /// <inheritdoc />
    public Task<ImageDetails?> InspectImageAsync(string reference, CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync(
            $"inspect the image {reference}",
            async () =>
            {
                try
                {
                    ImageInspectResponse image = await _client.Images
                        .InspectImageAsync(reference, cancellationToken).ConfigureAwait(false);
                    return ImageConversions.ToDetails(image);
                }
                catch (DockerImageNotFoundException)
                {
                    return null;
                }
            },
            cancellationToken);

    /// <inheritdoc />
    public async Task<string> BuildImageAsync(
        ImageBuildRequest request, IProgress<BuildOutput>? progress, CancellationToken cancellationToken)
    {
        EngineInfo info = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
        return await new ImageBuilder(_connection, this, info).BuildAsync(request, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<string> ImportImageAsync(ImageImportRequest request, CancellationToken cancellationToken)
    {
        ImageTag tag = ImageTag.Parse(request.Tag);
        ImagesCreateParameters parameters = new()
        {
            FromSrc = "-",
            // In one word: Podman does not look at the parameter for the tag.
            Repo = $"{tag.Name}:{tag.Tag}",
            Changes = [.. request.Changes],
            Message = request.Message,
            Platform = request.Platform,
        };
        return await EngineErrors.GuardAsync(
            $"import the image {request.Tag}",
            () => StreamFeed.RunAsync(
                request.WriteRootFileSystem,
                async input =>
                {
                    string id = "";
                    string? error = null;
                    await _client.Images.CreateImageAsync(
                        parameters,
                        input,
                        null,
                        new SynchronousProgress<JSONMessage>(message =>
                        {
                            id = message.Status is { } status && status.StartsWith("sha256:", StringComparison.Ordinal) ? status : id;
                            error = message.Error?.Message ?? error;
                        }),
                        cancellationToken).ConfigureAwait(false);
                    return error is not null
                        ? throw new CosException(EngineDiagnostics.RequestRefused($"import the image {request.Tag}", error))
                        : id.Length > 0 ? id : await IdOfAsync(request.Tag, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task LoadImagesAsync(Stream archive, CancellationToken cancellationToken)
    {
        string? error = null;
        await EngineErrors.GuardAsync(
            "load images",
            () => _client.Images.LoadImageAsync(
                new ImageLoadParameters { Quiet = true },
                archive,
                new SynchronousProgress<JSONMessage>(message => error = message.Error?.Message ?? error),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            throw new CosException(EngineDiagnostics.RequestRefused("load images", error));
        }
    }

    /// <inheritdoc />
    public async Task PullImageAsync(
        string reference,
        string? platform,
        EngineCredential? credential,
        IProgress<BuildOutput>? progress,
        CancellationToken cancellationToken)
    {
        ImageTag tag = ImageTag.Parse(reference);
        string? error = await TransferAsync(
            $"pull the image {reference}",
            report => _client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = tag.Name, Tag = tag.Tag, Platform = platform },
                ImageConversions.ToAuthConfig(credential),
                report,
                cancellationToken),
            progress,
            cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            throw new CosException(EngineDiagnostics.PullFailed(reference, error));
        }
        if (await InspectImageAsync(reference, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new CosException(EngineDiagnostics.PullFailed(reference, "the engine does not have it afterwards"));
        }
    }

    /// <inheritdoc />
    public async Task PushImageAsync(
        string reference, EngineCredential? credential, IProgress<BuildOutput>? progress, CancellationToken cancellationToken)
    {
        ImageTag tag = ImageTag.Parse(reference);
        string? error = await TransferAsync(
            $"push the image {reference}",
            report => _client.Images.PushImageAsync(
                tag.Name, new ImagePushParameters { Tag = tag.Tag }, ImageConversions.ToAuthConfig(credential), report, cancellationToken),
            progress,
            cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            throw new CosException(EngineDiagnostics.PushFailed(reference, error));
        }
    }

    /// <inheritdoc />
    public Task TagImageAsync(string source, string tag, CancellationToken cancellationToken)
    {
        ImageTag target = ImageTag.Parse(tag);
        return EngineErrors.GuardAsync(
            $"tag the image {source} as {tag}",
            async () =>
            {
                try
                {
                    await _client.Images.TagImageAsync(
                        source, new ImageTagParameters { RepositoryName = target.Name, Tag = target.Tag }, cancellationToken).ConfigureAwait(false);
                }
                catch (DockerImageNotFoundException exception)
                {
                    throw new CosException(EngineDiagnostics.ImageNotFound(source), exception);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> RemoveImageAsync(string reference, CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync(
            $"remove the image {reference}",
            async () =>
            {
                try
                {
                    await _client.Images.DeleteImageAsync(reference, new ImageDeleteParameters(), cancellationToken).ConfigureAwait(false);
                    return true;
                }
                catch (DockerImageNotFoundException)
                {
                    return false;
                }
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<Stream> ExportRootFileSystemAsync(string reference, CancellationToken cancellationToken) =>
        OpenAsync(
            $"export the image {reference}",
            reference,
            async container => (Stream?)await BulkStream.OpenAsync(
                stop => _bulk.Containers.ExportContainerAsync(container.Id, stop), cancellationToken).ConfigureAwait(false),
            cancellationToken)!;

    /// <inheritdoc />
    public Task<Stream?> GetArchiveAsync(string reference, string path, CancellationToken cancellationToken) =>
        OpenAsync(
            $"read {path} from the image {reference}",
            reference,
            async container =>
            {
                try
                {
                    return await BulkStream.OpenAsync(
                        async stop => (await _bulk.Containers.GetArchiveFromContainerAsync(
                            container.Id, new ContainerPathStatParameters { Path = path }, false, stop).ConfigureAwait(false)).Stream!,
                        cancellationToken).ConfigureAwait(false);
                }
                catch (DockerApiException exception) when (exception.StatusCode == System.Net.HttpStatusCode.NotFound)
                {
                    return null;
                }
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<int> CountLayersBelowAsync(string reference, int lastInstructions, CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync(
            $"tell the history of the image {reference}",
            () => new LayerCounter(_client, this).CountAsync(reference, lastInstructions, cancellationToken),
            cancellationToken);

    /// <inheritdoc />
    public Task<Stream> SaveImagesAsync(IReadOnlyList<string> references, CancellationToken cancellationToken)
    {
        string request = $"save the images {string.Join(", ", references)}";
        return EngineErrors.GuardAsync<Stream>(
            request,
            async () =>
            {
                try
                {
                    Stream stream = await BulkStream.OpenAsync(
                        stop => _bulk.Images.SaveImagesAsync([.. references], stop), cancellationToken).ConfigureAwait(false);
                    return new ContainerTarStream(stream, request, container: null);
                }
                catch (DockerImageNotFoundException exception)
                {
                    throw new CosException(EngineDiagnostics.ImageNotFound(string.Join(", ", references)), exception);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<ContainerResult> RunAsync(ContainerRunRequest request, CancellationToken cancellationToken) =>
        new ContainerRunner(_connection, _client, _bulk).RunAsync(request, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _bulk.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Task<Stream?> OpenAsync(
        string request, string reference, Func<TransientContainer, Task<Stream?>> open, CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync<Stream?>(
            request,
            async () =>
            {
                TransientContainer container = await TransientContainer.CreateAsync(
                    _client, TransientContainer.NeverStarted(reference), cancellationToken).ConfigureAwait(false);
                try
                {
                    if (await open(container).ConfigureAwait(false) is { } stream)
                    {
                        return new ContainerTarStream(stream, request, container);
                    }
                }
                catch
                {
                    await container.DisposeAsync().ConfigureAwait(false);
                    throw;
                }
                await container.DisposeAsync().ConfigureAwait(false);
                return null;
            },
            cancellationToken);

    private static async Task<string?> TransferAsync(
        string request, Func<IProgress<JSONMessage>, Task> transfer, IProgress<BuildOutput>? progress, CancellationToken cancellationToken)
    {
        string? error = null;
        try
        {
            await EngineErrors.GuardAsync(
                request,
                () => transfer(new SynchronousProgress<JSONMessage>(message =>
                {
                    error = message.Error?.Message ?? error;
                    if (message.Status is { Length: > 0 } status)
                    {
                        progress?.Report(new BuildOutput(
                            BuildOutputKind.Transfer, string.IsNullOrEmpty(message.ID) ? status : $"{message.ID}: {status}"));
                    }
                })),
                cancellationToken).ConfigureAwait(false);
        }
        catch (CosException exception) when (exception.InnerException is DockerApiException refused)
        {
            return EngineErrors.MessageOf(refused);
        }
        return error;
    }

    private async Task<string> IdOfAsync(string reference, CancellationToken cancellationToken) =>
        (await InspectImageAsync(reference, cancellationToken).ConfigureAwait(false))?.Id
        ?? throw new CosException(EngineDiagnostics.ImageNotFound(reference));

    private Task<EngineInfo> AskInfoAsync(CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync(
            "describe itself",
            async () =>
            {
                SystemInfoResponse system = await _client.System.GetSystemInfoAsync(cancellationToken).ConfigureAwait(false);
                return new EngineInfo
                {
                    Id = system.ID ?? "",
                    Name = _name,
                    Version = _version.Version ?? "",
                    ApiVersion = _connection.ApiVersion,
                    Os = string.IsNullOrEmpty(_version.Os) ? "linux" : _version.Os,
                    Architecture = ImageConversions.Architecture(_version.Arch ?? system.Architecture ?? ""),
                    StorageDriver = system.Driver ?? "",
                    RootDirectory = system.DockerRootDir ?? "",
                    Endpoint = _connection.Endpoint,
                };
            },
            cancellationToken);
}
