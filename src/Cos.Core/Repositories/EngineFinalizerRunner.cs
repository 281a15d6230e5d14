using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cos.Sdk.Artifacts.Cutting;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Runs finalizers in containers of the root: it becomes an image, each command is a step upon it, and the result is exported. The images are removed
/// again. Steps have the engine's usual PATH and nothing of this machine; whether they have a network is for the caller to say.
/// </summary>
/// <param name="engine">Builds and exports.</param>
/// <param name="options">How.</param>
internal sealed class EngineFinalizerRunner(IImageEngine engine, FinalizerOptions options) : IFinalizerRunner
{
    private const string DockerfileName = "Dockerfile";
    private const string Path = "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Steps before the first command: FROM and ENV.</summary>
    private const int StepsBefore = 2;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc />
    public async Task RunAsync(Stream root, ImmutableArray<RequiredFinalizer> finalizers, Stream output, CancellationToken cancellationToken)
    {
        string name = $"cos-finalize:{System.IO.Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)}";
        string result = $"{name}-done";
        try
        {
            EngineInfo info = await engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
            await engine.ImportImageAsync(
                new ImageImportRequest
                {
                    Tag = name,
                    WriteRootFileSystem = (stream, token) => root.CopyToAsync(stream, token),
                    Platform = info.Platform == options.Platform ? null : options.Platform,
                },
                cancellationToken).ConfigureAwait(false);
            await BuildAsync(name, result, finalizers, cancellationToken).ConfigureAwait(false);
            await ImageExport.WriteAsync(engine, result, options.Platform, options.Epoch, output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await engine.RemoveImageAsync(result, CancellationToken.None).ConfigureAwait(false);
            await engine.RemoveImageAsync(name, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task BuildAsync(string from, string tag, ImmutableArray<RequiredFinalizer> finalizers, CancellationToken cancellationToken)
    {
        (RequiredFinalizer Finalizer, int Command)[] steps =
            [.. finalizers.SelectMany(finalizer => Enumerable.Range(0, finalizer.Spec.Install.Length).Select(command => (finalizer, command)))];
        StringBuilder dockerfile = new($"FROM {from}\n{Path}\n");
        foreach ((RequiredFinalizer finalizer, int command) in steps)
        {
            dockerfile.Append("RUN ").Append(JsonSerializer.Serialize(finalizer.Spec.Shell.Append(finalizer.Spec.Install[command].Command), Plain)).Append('\n');
        }
        ImageBuildRequest request = new()
        {
            Tag = tag,
            Dockerfile = DockerfileName,
            Platform = options.Platform,
            NetworkMode = options.NetworkMode,
            NoCache = true,
            WriteContext = (stream, token) => WriteContextAsync(stream, Encoding.UTF8.GetBytes(dockerfile.ToString()), token),
        };
        try
        {
            await engine.BuildImageAsync(request, progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageBuildException exception)
        {
            int step = exception.Failure.Step - StepsBefore - 1;
            if (step < 0 || step >= steps.Length)
            {
                throw;
            }
            (RequiredFinalizer failed, int command) = steps[step];
            string said = string.Concat(exception.Failure.LastLines.TakeLast(10).Select(line => "\n  " + line));
            throw new CosException(
                RepositoryDiagnostics.FinalizerFailed(
                    failed.Spec.Install[command].Location, failed.Package.ToString(), failed.Spec.Install[command].Command, exception.Failure.Error, said),
                exception);
        }
    }

    private static async Task WriteContextAsync(Stream stream, byte[] dockerfile, CancellationToken cancellationToken)
    {
        TarStreamWriter tar = new(stream, "context");
        await using (tar.ConfigureAwait(false))
        {
            using MemoryStream content = new(dockerfile);
            TarEntry entry = new() { Path = DockerfileName, Kind = TarEntryKind.File, Mode = 0b110_100_100, Size = dockerfile.Length };
            await tar.WriteEntryAsync(entry, content, cancellationToken).ConfigureAwait(false);
            await tar.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
