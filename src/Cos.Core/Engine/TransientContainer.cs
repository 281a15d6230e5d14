using Cos.Sdk.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Cos.Sdk.Engine;

/// <summary>A container that lives as long as one operation: its disposal removes it, whatever happened.</summary>
internal sealed class TransientContainer : IAsyncDisposable
{
    /// <summary>Marks our containers, with the <see cref="OwnerMark"/> of their process, so that those of a killed build can be told from others.</summary>
    public const string Label = "cos.sdk.transient";

    private static readonly TimeSpan RemovalTimeout = TimeSpan.FromMinutes(2);

    private readonly DockerClient _client;
    private bool _removed;

    private TransientContainer(DockerClient client, string id)
    {
        _client = client;
        Id = id;
    }

    /// <summary>The engine's id of the container.</summary>
    public string Id { get; }

    /// <summary>Creates it; the image must be in the engine.</summary>
    public static async Task<TransientContainer> CreateAsync(
        DockerClient client, CreateContainerParameters parameters, CancellationToken cancellationToken)
    {
        parameters.Labels = new Dictionary<string, string>(parameters.Labels ?? new Dictionary<string, string>()) { [Label] = OwnerMark.Current };
        try
        {
            // Not cancelled on the way: a container that was created but not heard of would stay for ever.
            cancellationToken.ThrowIfCancellationRequested();
            CreateContainerResponse response = await client.Containers
                .CreateContainerAsync(parameters, CancellationToken.None).ConfigureAwait(false);
            return new TransientContainer(client, response.ID);
        }
        catch (DockerApiException exception) when (exception.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            throw new CosException(EngineDiagnostics.ImageNotFound(parameters.Image), exception);
        }
    }

    /// <summary>Parameters for a container that only gives access to an image's files.</summary>
    public static CreateContainerParameters NeverStarted(string image) => new()
    {
        Image = image,
        // Images without a command are refused otherwise; it is never run.
        Cmd = ["-"],
        NetworkDisabled = true,
        HostConfig = new HostConfig { NetworkMode = "none" },
    };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_removed)
        {
            return;
        }
        _removed = true;
        using CancellationTokenSource timeout = new(RemovalTimeout);
        try
        {
            await _client.Containers.RemoveContainerAsync(
                Id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is DockerApiException or HttpRequestException or IOException or OperationCanceledException)
        {
            // The engine is gone or has removed it already; the operation's own result stands.
        }
    }
}
