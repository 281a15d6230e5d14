using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Fetching;

/// <summary>An engine that only remembers: tags, imports and what a registry would give.</summary>
internal sealed class FakeEngine : IImageEngine
{
    public Dictionary<string, ImageDetails> Images { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ImageDetails> Registry { get; } = new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    public static ImageDetails Image(string id, params string[] repoDigests) => new()
    {
        Id = id,
        Tags = [],
        RepoDigests = repoDigests,
        Created = DateTimeOffset.UnixEpoch,
        Platform = "linux/amd64",
        LayerDigests = [],
        Size = 1,
        Environment = [],
        Command = [],
        Labels = new Dictionary<string, string>(),
    };

    public Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken) => Task.FromResult(new EngineInfo
    {
        Id = "",
        Name = "Fake",
        Version = "1",
        ApiVersion = "1.41",
        Os = "linux",
        Architecture = "amd64",
        StorageDriver = "none",
        RootDirectory = "",
        Endpoint = null!,
    });

    public Task<ImageDetails?> InspectImageAsync(string reference, CancellationToken cancellationToken) =>
        Task.FromResult(Images.GetValueOrDefault(reference));

    public async Task<string> ImportImageAsync(ImageImportRequest request, CancellationToken cancellationToken)
    {
        Calls.Add("import " + request.Tag);
        using MemoryStream content = new();
        await request.WriteRootFileSystem(content, cancellationToken);
        string id = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content.ToArray()));
        Images[request.Tag] = Image(id);
        return id;
    }

    public Task PullImageAsync(
        string reference, string? platform, EngineCredential? credential, IProgress<BuildOutput>? progress, CancellationToken cancellationToken)
    {
        Calls.Add("pull " + reference);
        Images[reference] = Registry.GetValueOrDefault(reference) ?? throw new CosException(EngineDiagnostics.PullFailed(reference, "not found"));
        return Task.CompletedTask;
    }

    public Task TagImageAsync(string source, string tag, CancellationToken cancellationToken)
    {
        Calls.Add($"tag {source} {tag}");
        Images[tag] = Images[source];
        return Task.CompletedTask;
    }

    public Task<bool> RemoveImageAsync(string reference, CancellationToken cancellationToken)
    {
        Calls.Add("remove " + reference);
        return Task.FromResult(Images.Remove(reference));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<IReadOnlyDictionary<string, string>> ListImagesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public List<EngineLeftover> Left { get; } = [];

    public Task<IReadOnlyList<EngineImage>> ListImageSizesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EngineImage>>([.. Images.Select(image => new EngineImage(image.Key, image.Value.Id, image.Value.Size))]);

    public Task<IReadOnlyList<EngineLeftover>> ListLeftoversAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EngineLeftover>>([.. Left]);

    public Task<bool> RemoveLeftoverAsync(EngineLeftover leftover, CancellationToken cancellationToken) => Task.FromResult(Left.Remove(leftover));

    public Task<string> BuildImageAsync(ImageBuildRequest request, IProgress<BuildOutput>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task LoadImagesAsync(Stream archive, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task PushImageAsync(
        string reference, EngineCredential? credential, IProgress<BuildOutput>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Stream> ExportRootFileSystemAsync(string reference, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> CountLayersBelowAsync(string reference, int instructions, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream?> GetArchiveAsync(string reference, string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream> SaveImagesAsync(IReadOnlyList<string> references, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ContainerResult> RunAsync(ContainerRunRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
