using Docker.DotNet;
using Docker.DotNet.Models;

namespace Cos.Sdk.Engine;

/// <summary>Containers and images that were made for one operation.</summary>
internal sealed class Leftovers(DockerClient client, IImageEngine engine)
{
    /// <summary>Repository of images that live as long as one operation.</summary>
    public const string Repository = "cos-hidden";

    /// <summary>A new tag for such an image.</summary>
    public static string NewTag() => $"{Repository}:{OwnerMark.Current}-{Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)}";

    /// <summary>See <see cref="IImageEngine.ListLeftoversAsync"/>.</summary>
    public async Task<IReadOnlyList<EngineLeftover>> ListAsync(CancellationToken cancellationToken)
    {
        ContainersListParameters parameters = new()
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [TransientContainer.Label] = true } },
        };
        IList<ContainerListResponse> containers = await client.Containers.ListContainersAsync(parameters, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> tags = await engine.ListImagesAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. containers.Select(container => new EngineLeftover(true, container.ID, LabelOf(container))),
            .. tags.Keys.Where(IsTransient).Order(StringComparer.Ordinal).Select(tag => new EngineLeftover(false, tag, OwnerOf(tag))),
        ];
    }

    /// <summary>Removes a container, whatever it does. False when it is not there.</summary>
    public async Task<bool> RemoveContainerAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.Containers.RemoveContainerAsync(
                id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DockerContainerNotFoundException)
        {
            return false;
        }
    }

    private static string LabelOf(ContainerListResponse container) =>
        container.Labels is { } labels && labels.TryGetValue(TransientContainer.Label, out string? owner) ? owner : "";

    private static bool IsTransient(string tag) =>
        tag.StartsWith(Repository + ":", StringComparison.Ordinal) || tag.Contains($"/{Repository}:", StringComparison.Ordinal);

    private static string OwnerOf(string tag)
    {
        string mark = tag[(tag.LastIndexOf(':') + 1)..];
        return mark.LastIndexOf('-') is > 0 and int end ? mark[..end] : "";
    }
}
