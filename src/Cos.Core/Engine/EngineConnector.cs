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
        throw new CosException(endpoints.Count == 1
            ? EngineDiagnostics.EngineDoesNotAnswer(endpoints[0].ToString(), attempts[0][(endpoints[0].ToString().Length + 2)..])
            : EngineDiagnostics.NoEngine(attempts));
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
