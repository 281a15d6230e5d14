using System.Text;
using Cos.Sdk.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Cos.Sdk.Engine;

/// <summary>Runs one command in a container of its own: create, bring files, attach, start, wait, take results, remove.</summary>
internal sealed class ContainerRunner(EngineClient connection, DockerClient client, DockerClient bulk)
{
    /// <summary>Runs; see <see cref="IImageEngine.RunAsync"/>.</summary>
    public Task<ContainerResult> RunAsync(ContainerRunRequest request, CancellationToken cancellationToken) =>
        EngineErrors.GuardAsync(
            $"run {request.Command[0]} in the image {request.Image}",
            async () =>
            {
                TransientContainer container = await TransientContainer
                    .CreateAsync(client, Parameters(request), cancellationToken).ConfigureAwait(false);
                await using (container.ConfigureAwait(false))
                {
                    return await RunAsync(container, request, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);

    private async Task<ContainerResult> RunAsync(
        TransientContainer container, ContainerRunRequest request, CancellationToken cancellationToken)
    {
        if (request.WriteFiles is not null)
        {
            await SendFilesAsync(container, request, request.WriteFiles, cancellationToken).ConfigureAwait(false);
        }

        // A client of its own: its connection becomes the console's and ends with it.
        using DockerClient attachment = connection.Create();
        using MultiplexedStream console = await StartAsync(attachment, container, request, cancellationToken).ConfigureAwait(false);

        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<bool> sending = SendInputAsync(console, request.Input, ended.Token);
        BuildOutputTail output = new();
        BuildOutputTail error = new();
        try
        {
            await ReceiveAsync(console, request, output, error, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (request is { Input: not null, Output: null } && !(sending.IsCompletedSuccessfully && sending.Result))
        {
            // Podman resets the connection when the command ends with input unread; its exit code tells.
        }
        ContainerWaitResponse exit = await client.Containers.WaitContainerAsync(container.Id, cancellationToken).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        if (exit.StatusCode == 0)
        {
            await TakeResultsAsync(container, request, cancellationToken).ConfigureAwait(false);
        }
        return new ContainerResult((int)exit.StatusCode, output.Lines, error.Lines);
    }

    private Task<bool> SendFilesAsync(
        TransientContainer container,
        ContainerRunRequest request,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken) =>
        StreamFeed.RunAsync(
            write,
            async files =>
            {
                await client.Containers.ExtractArchiveToContainerAsync(
                    container.Id,
                    new CopyToContainerParameters { Path = request.FilesPath, AllowOverwriteDirWithFile = false },
                    files,
                    cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <summary>Attaches, so that nothing of the output is missed, and starts; Podman looks for the program when it attaches.</summary>
    private async Task<MultiplexedStream> StartAsync(
        DockerClient attachment, TransientContainer container, ContainerRunRequest request, CancellationToken cancellationToken)
    {
        MultiplexedStream? console = null;
        try
        {
            console = await attachment.Containers.AttachContainerAsync(
                container.Id,
                new ContainerAttachParameters { Stream = true, Stdin = request.Input is not null, Stdout = true, Stderr = true },
                cancellationToken).ConfigureAwait(false);
            await client.Containers.StartContainerAsync(container.Id, new ContainerStartParameters(), cancellationToken).ConfigureAwait(false);
            return console;
        }
        catch (DockerApiException exception)
        {
            console?.Dispose();
            throw new CosException(
                EngineDiagnostics.CommandNotStarted(request.Image, string.Join(' ', request.Command), EngineErrors.MessageOf(exception)),
                exception);
        }
    }

    /// <summary>Sends the input to its end, or as far as the command reads it: not to read all of it is no failure.</summary>
    /// <returns>Whether all of it was sent.</returns>
    private static async Task<bool> SendInputAsync(MultiplexedStream console, Stream? input, CancellationToken cancellationToken)
    {
        if (input is null)
        {
            return true;
        }
        byte[] buffer = new byte[64 << 10];
        try
        {
            int count;
            while ((count = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await console.WriteAsync(buffer, 0, count, cancellationToken).ConfigureAwait(false);
            }
            console.CloseWrite();
            return true;
        }
        catch (Exception exception) when (
            exception is IOException or ObjectDisposedException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            // The command has ended: its exit code tells.
            return false;
        }
    }

    private static async Task ReceiveAsync(
        MultiplexedStream console, ContainerRunRequest request, BuildOutputTail output, BuildOutputTail error, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 << 10];
        Decoder outputText = Encoding.UTF8.GetDecoder();
        Decoder errorText = Encoding.UTF8.GetDecoder();
        while (true)
        {
            MultiplexedStream.ReadResult read = await console
                .ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
            if (read.EOF)
            {
                return;
            }
            if (read.Target == MultiplexedStream.TargetStream.StandardError)
            {
                string text = Decode(errorText, buffer, read.Count);
                error.Append(text);
                request.ErrorOutput?.Report(text);
            }
            else if (request.Output is not null)
            {
                await request.Output.WriteAsync(buffer.AsMemory(0, read.Count), cancellationToken).ConfigureAwait(false);
            }
            else
            {
                output.Append(Decode(outputText, buffer, read.Count));
            }
        }
    }

    private async Task TakeResultsAsync(TransientContainer container, ContainerRunRequest request, CancellationToken cancellationToken)
    {
        if (request.ReadResult is not null && request.ResultPath is not null)
        {
            ContainerPathStatParameters path = new() { Path = request.ResultPath };
            Stream result = await BulkStream.OpenAsync(
                async stop => (await bulk.Containers.GetArchiveFromContainerAsync(container.Id, path, false, stop).ConfigureAwait(false)).Stream!,
                cancellationToken).ConfigureAwait(false);
            await using (result.ConfigureAwait(false))
            {
                await request.ReadResult(result, cancellationToken).ConfigureAwait(false);
            }
        }
        if (request.ReadRootFileSystem is not null)
        {
            Stream export = await BulkStream.OpenAsync(
                stop => bulk.Containers.ExportContainerAsync(container.Id, stop), cancellationToken).ConfigureAwait(false);
            await using (export.ConfigureAwait(false))
            {
                await request.ReadRootFileSystem(export, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static CreateContainerParameters Parameters(ContainerRunRequest request) => new()
    {
        Image = request.Image,
        Platform = request.Platform,
        Entrypoint = [request.Command[0]],
        Cmd = [.. request.Command.Skip(1)],
        Env = [.. request.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
        WorkingDir = request.WorkingDirectory ?? "",
        User = request.User ?? "",
        AttachStdin = request.Input is not null,
        AttachStdout = true,
        AttachStderr = true,
        OpenStdin = request.Input is not null,
        StdinOnce = request.Input is not null,
        HostConfig = new HostConfig
        {
            NetworkMode = request.NetworkMode,
            SecurityOpt = ["no-new-privileges"],
            Mounts =
            [
                .. request.Mounts.Select(mount => new Mount
                {
                    Type = "bind",
                    Source = mount.Source,
                    Target = mount.Target,
                    ReadOnly = mount.ReadOnly,
                }),
            ],
        },
    };

    private static string Decode(Decoder decoder, byte[] buffer, int count)
    {
        char[] text = new char[Encoding.UTF8.GetMaxCharCount(count)];
        return new string(text, 0, decoder.GetChars(buffer, 0, count, text, 0));
    }
}
