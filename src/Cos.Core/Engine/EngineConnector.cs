using Cos.Sdk.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Cos.Sdk.Engine;

/// <summary>Finds an engine and connects to it.</summary>
internal static class EngineConnector
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Connects to the first engine that answers.</summary>
    /// <exception cref="CosException">None answers, or the one that was named cannot be used.</exception>
    public static async Task<IImageEngine> ConnectAsync(EngineSearch search, CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineEndpoint> endpoints = EngineEndpoints.Find(search);
        List<string> attempts = [];
        foreach (EngineEndpoint endpoint in endpoints)
        {
            EngineClient client = new(endpoint, apiVersion: null);
            (VersionResponse? version, string reason) = await AskAsync(client, cancellationToken).ConfigureAwait(false);
            if (version is null)
            {
                attempts.Add($"{endpoint}: {reason}");
                continue;
            }
            string name = NameOf(version);
            if (string.IsNullOrEmpty(search.Engine) || string.Equals(search.Engine, name, StringComparison.OrdinalIgnoreCase))
            {
                return new DockerEngine(client.Negotiate($"{name} {version.Version}", version), name, version);
            }
            if (endpoints.Count == 1)
            {
                throw new CosException(EngineDiagnostics.OtherEngine(endpoint.ToString(), search.Engine, name));
            }
            attempts.Add($"{endpoint}: {name} answers, not {search.Engine}");
        }
        if (!EngineEndpoints.IsNamed(search) && await ServeAsync(search, attempts, cancellationToken).ConfigureAwait(false) is { } podman)
        {
            return podman;
        }
        throw new CosException(endpoints.Count == 1 && attempts.Count == 1
            ? EngineDiagnostics.EngineDoesNotAnswer(endpoints[0].ToString(), attempts[0][(endpoints[0].ToString().Length + 2)..])
            : EngineDiagnostics.NoEngine(attempts));
    }

    /// <summary>Podman without a service: one is started, which ends with the connection.</summary>
    private static async Task<IImageEngine?> ServeAsync(EngineSearch search, List<string> attempts, CancellationToken cancellationToken)
    {
        if (string.Equals(search.Engine, "docker", StringComparison.OrdinalIgnoreCase) || PodmanService.Find(search) is not { } program)
        {
            return null;
        }
        (PodmanService? service, string reason) = await PodmanService.StartAsync(program, search, cancellationToken).ConfigureAwait(false);
        if (service is null)
        {
            attempts.Add($"{program}: {reason}");
            return null;
        }
        EngineClient client = new(service.Endpoint, apiVersion: null);
        (VersionResponse? version, reason) = await AskAsync(client, cancellationToken).ConfigureAwait(false);
        if (version is null)
        {
            attempts.Add($"{program}: {reason}");
            await service.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        string name = NameOf(version);
        return new DockerEngine(client.Negotiate($"{name} {version.Version}", version), name, version, service);
    }

    private static async Task<(VersionResponse? Version, string Reason)> AskAsync(EngineClient endpoint, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AnswerTimeout);
        using DockerClient client = endpoint.Create();
        try
        {
            return (await client.System.GetVersionAsync(timeout.Token).ConfigureAwait(false), "");
        }
        catch (DockerApiException exception)
        {
            return (null, EngineErrors.MessageOf(exception));
        }
        catch (Exception exception) when (
            !cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or IOException or OperationCanceledException or System.Text.Json.JsonException)
        {
            return (null, EngineErrors.ReasonOf(exception));
        }
    }

    private static string NameOf(VersionResponse version) =>
        version.Components?.Any(component => component.Name.StartsWith("Podman", StringComparison.OrdinalIgnoreCase)) == true
            ? "Podman"
            : "Docker";
}
