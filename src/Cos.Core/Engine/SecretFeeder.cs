using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Cos.Sdk.Engine;

/// <summary>
/// Brings secrets to a step while it runs: by the standard input of a command in the step's container, into its shared memory. So they are in no layer, no history,
/// no cache key and no log, with any network and on any machine.
/// </summary>
internal sealed partial class SecretFeeder(EngineClient connection, DockerClient client, ImageBuildRequest request)
{
    private const int Attempts = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks at a message; when it announces the container of a step that reads secrets, brings them.</summary>
    public async Task FollowAsync(BuildOutput output, CancellationToken cancellationToken)
    {
        if (output.Kind != BuildOutputKind.Text || request.Secrets.Count == 0 || Running().Match(output.Text) is not { Success: true } running
            || request.SecretsOf(output.Instruction) is not { Count: > 0 } names)
        {
            return;
        }
        string container = running.Groups[1].Value;
        foreach (string name in names)
        {
            await SendAsync(container, name, request.Secrets[name], cancellationToken).ConfigureAwait(false);
        }
        await SendAsync(container, request.SecretsReady, [], cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(string container, string name, byte[] value, CancellationToken cancellationToken)
    {
        ContainerExecCreateParameters command = new()
        {
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            Cmd = ["/bin/sh", "-c", "umask 077 && mkdir -p \"$0\" && cat > \"$0/$1.part\" && mv \"$0/$1.part\" \"$0/$1\"", request.SecretsFolder, name],
        };
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                ContainerExecCreateResponse created = await client.Exec.CreateContainerExecAsync(container, command, cancellationToken).ConfigureAwait(false);
                using DockerClient attachment = connection.Create();
                using MultiplexedStream console = await attachment.Exec
                    .StartContainerExecAsync(created.ID, new ContainerExecStartParameters(), cancellationToken).ConfigureAwait(false);
                await console.WriteAsync(value, 0, value.Length, cancellationToken).ConfigureAwait(false);
                console.CloseWrite();
                (string said, string error) = await console.ReadOutputToEndAsync(cancellationToken).ConfigureAwait(false);
                ContainerExecInspectResponse ended = await client.Exec.InspectContainerExecAsync(created.ID, cancellationToken).ConfigureAwait(false);
                if (ended.ExitCode != 0)
                {
                    throw new CosException(EngineDiagnostics.SecretNotBrought(request.Tag, name, (said + error).Trim()));
                }
                return;
            }
            catch (DockerApiException exception) when (attempt < Attempts && exception.StatusCode == System.Net.HttpStatusCode.Conflict)
            {
                // Announced, not yet started.
                await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (DockerApiException exception)
            {
                throw new CosException(EngineDiagnostics.SecretNotBrought(request.Tag, name, EngineErrors.MessageOf(exception)), exception);
            }
        }
    }

    [GeneratedRegex(@"\A ---> Running in ([0-9a-f]{12,64})\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Running();
}
