using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tools;

/// <summary>
/// Runs programs in containers of the tools image. A container has no network and no privileges, and sees one folder of the host: the working directory, at its own
/// path. So the same versions give the same bytes on every host.
/// </summary>
/// <param name="options">Which image.</param>
/// <param name="connect">Connects to the engine, when a program is first run; the runner disposes it.</param>
internal sealed class ImageToolRunner(ToolsImageOptions options, Func<CancellationToken, Task<IImageEngine>> connect) : IToolRunner, IDisposable
{
    private static readonly ImmutableSortedDictionary<string, string> Locale =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("LC_ALL", "C.UTF-8").Add("TZ", "UTC0");

    private readonly ToolsImage _image = new(options);
    private readonly ConcurrentDictionary<ToolName, ToolInfo> _found = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IImageEngine? _engine;
    private string _id = "";

    /// <inheritdoc />
    public async Task<ToolInfo> FindAsync(ToolName tool, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue(tool, out ToolInfo? known))
        {
            return known;
        }
        ToolDescription description = ToolCatalog.Describe(tool);
        if (!description.IsInImage)
        {
            throw new CosException(MediaDiagnostics.ToolMissing(description.Executable, description.Purpose, description.Package, description.MinimumVersion));
        }
        ToolVersions versions = new(options.CacheFolder, _image.Name);
        // A name with a hash says what is in the image; another may come to stand for other programs.
        if (options.Image.Length > 0 || !versions.TryRead(tool, out Version? version))
        {
            version = await AskVersionAsync(description, cancellationToken).ConfigureAwait(false);
            if (options.Image.Length == 0)
            {
                versions.Write(tool, version);
            }
        }
        return version >= description.MinimumVersion
            ? _found.GetOrAdd(tool, new ToolInfo(tool, description.Executable, version))
            : throw new CosException(MediaDiagnostics.ToolTooOld(
                $"{description.Executable} in {_image.Name}", version, description.MinimumVersion, description.Purpose, description.Package));
    }

    /// <inheritdoc />
    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        ToolInfo tool = await FindAsync(invocation.Tool, cancellationToken).ConfigureAwait(false);
        using ToolLog log = new(invocation.LogFile);
        log.WriteCommand([_image.Name + ":", tool.Path, .. invocation.Arguments]);
        (ContainerResult result, string output) = await RunAsync(tool.Path, invocation, log, cancellationToken).ConfigureAwait(false);
        string tail = string.Join('\n', result.LastError.Count > 0 ? result.LastError : result.LastOutput);
        return result.ExitCode == 0
            ? new ToolResult(tool, output)
            : throw new CosException(tail.Contains("No space left on device", StringComparison.Ordinal)
                ? MediaDiagnostics.ToolDiskFull(tool.Path, tail, invocation.LogFile)
                : MediaDiagnostics.ToolFailed(tool.Path, result.ExitCode, tail, invocation.LogFile));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _turn.Dispose();
        if (_engine is not null)
        {
            // At the end of a build, with nothing else to do.
            Task.Run(() => _engine.DisposeAsync().AsTask()).GetAwaiter().GetResult();
        }
    }

    private async Task<Version> AskVersionAsync(ToolDescription description, CancellationToken cancellationToken)
    {
        ToolInvocation question = new() { Tool = description.Name, Arguments = description.VersionArguments, WorkingDirectory = "" };
        using ToolLog log = new(null);
        (ContainerResult result, string output) = await RunAsync(description.Executable, question, log, cancellationToken).ConfigureAwait(false);
        string said = output + "\n" + string.Join('\n', result.LastError);
        return HostToolRunner.FindVersion(said)
            ?? throw new CosException(MediaDiagnostics.ToolUnusable($"{description.Executable} in {_image.Name}", description.Purpose, said.Trim(), description.Package));
    }

    private async Task<(ContainerResult Result, string Output)> RunAsync(
        string program, ToolInvocation invocation, ToolLog log, CancellationToken cancellationToken)
    {
        IImageEngine engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream kept = new();
        ContainerRunRequest request = new()
        {
            Image = _id,
            Command = [program, .. invocation.Arguments],
            Environment = Locale.SetItems(invocation.Environment),
            WorkingDirectory = invocation.WorkingDirectory.Length > 0 ? invocation.WorkingDirectory : null,
            Mounts = invocation.WorkingDirectory.Length > 0 ? [new ContainerMount(invocation.WorkingDirectory, invocation.WorkingDirectory, ReadOnly: false)] : [],
            User = invocation.AsUserZero || invocation.WorkingDirectory.Length == 0 ? "0:0" : CurrentUser(),
            ErrorOutput = new Listener(log),
            Output = kept,
        };
        ContainerResult result = invocation.ReadOutput is { } read
            ? await ReadAsync(engine, request, invocation, read, cancellationToken).ConfigureAwait(false)
            : await FeedAsync(engine, request, invocation, cancellationToken).ConfigureAwait(false);
        return (result, Encoding.UTF8.GetString(kept.ToArray()));
    }

    private static Task<ContainerResult> FeedAsync(
        IImageEngine engine, ContainerRunRequest request, ToolInvocation invocation, CancellationToken cancellationToken) => invocation.WriteInput is { } write
            ? StreamFeed.RunAsync(write, input => engine.RunAsync(request with { Input = input }, cancellationToken), cancellationToken)
            : engine.RunAsync(request, cancellationToken);

    private static async Task<ContainerResult> ReadAsync(
        IImageEngine engine, ContainerRunRequest request, ToolInvocation invocation, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19, useSynchronizationContext: false));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task reading = Task.Run(() => read(pipe.Reader.AsStream(leaveOpen: true), stop.Token), CancellationToken.None);
        try
        {
            ContainerResult result = await FeedAsync(engine, request with { Output = pipe.Writer.AsStream(leaveOpen: true) }, invocation, stop.Token).ConfigureAwait(false);
            await pipe.Writer.CompleteAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            return result;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pipe.Writer.CompleteAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await pipe.Reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task<IImageEngine> ConnectAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_id.Length == 0)
            {
                _engine ??= await connect(cancellationToken).ConfigureAwait(false);
                EngineInfo info = await _engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
                if (!info.Endpoint.IsLocal)
                {
                    throw new CosException(MediaDiagnostics.ToolsImageFarAway(info.Endpoint.ToString()));
                }
                _id = await _image.EnsureAsync(_engine, cancellationToken).ConfigureAwait(false);
            }
            return _engine!;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What is made belongs to who builds; null for root, and where the engine runs in a machine of its own.</summary>
    private static string? CurrentUser() => OperatingSystem.IsLinux() && GetEffectiveUser() is var user and not 0 ? $"{user}:{GetEffectiveGroup()}" : "0:0";

    [DllImport("libc", EntryPoint = "geteuid", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUser();

    [DllImport("libc", EntryPoint = "getegid", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveGroup();

    private sealed class Listener(ToolLog log) : IProgress<string>
    {
        public void Report(string value) => log.Add(value);
    }
}
