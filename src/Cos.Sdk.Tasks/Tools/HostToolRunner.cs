using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tools;

/// <summary>Runs the host's own programs. Thread-safe; each program is looked for once.</summary>
internal sealed partial class HostToolRunner(HostToolOptions options) : IToolRunner
{
    private readonly ConcurrentDictionary<ToolName, ToolInfo> _found = new();

    /// <inheritdoc />
    public async Task<ToolInfo> FindAsync(ToolName tool, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue(tool, out ToolInfo? known))
        {
            return known;
        }
        ToolDescription description = ToolCatalog.Describe(tool);
        string path = FindExecutable(description.Executable) ?? throw new CosException(
            MediaDiagnostics.ToolMissing(description.Executable, description.Purpose, description.Package, description.MinimumVersion));
        Version version = await AskVersionAsync(description, path, cancellationToken).ConfigureAwait(false);
        if (version < description.MinimumVersion)
        {
            throw new CosException(
                MediaDiagnostics.ToolTooOld(path, version, description.MinimumVersion, description.Purpose, description.Package));
        }
        return _found.GetOrAdd(tool, new ToolInfo(tool, path, version));
    }

    /// <inheritdoc />
    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        ToolInfo tool = await FindAsync(invocation.Tool, cancellationToken).ConfigureAwait(false);
        ToolExit exit = await RunAsync(tool.Path, invocation, cancellationToken).ConfigureAwait(false);
        if (exit.Status == 0)
        {
            return new ToolResult(tool, exit.Output);
        }
        throw new CosException(exit.Tail.Contains("No space left on device", StringComparison.Ordinal)
            ? MediaDiagnostics.ToolDiskFull(ToolCatalog.Describe(tool.Name).Executable, exit.Tail, invocation.LogFile)
            : MediaDiagnostics.ToolFailed(ToolCatalog.Describe(tool.Name).Executable, exit.Status, exit.Tail, invocation.LogFile));
    }

    private async Task<ToolExit> RunAsync(string path, ToolInvocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            return await ToolProcess.RunAsync(path, options.Environment, invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception cause)
        {
            throw new CosException(Unusable(ToolCatalog.Describe(invocation.Tool), path, cause.Message), cause);
        }
    }

    private async Task<Version> AskVersionAsync(ToolDescription description, string path, CancellationToken cancellationToken)
    {
        ToolInvocation question = new()
        {
            Tool = description.Name,
            Arguments = description.VersionArguments,
            WorkingDirectory = Path.GetDirectoryName(path)!,
        };
        ToolExit exit = await RunAsync(path, question, cancellationToken).ConfigureAwait(false);
        // Some programs answer this question with a failure status, so only the text counts.
        Match version = VersionNumber().Match(exit.Tail);
        return version.Success && Version.TryParse(version.Value, out Version? parsed)
            ? parsed
            : throw new CosException(Unusable(description, path, exit.Tail));
    }

    private static Diagnostic Unusable(ToolDescription tool, string path, string reason) =>
        MediaDiagnostics.ToolUnusable(path, tool.Purpose, reason, tool.Package);

    private string? FindExecutable(string name)
    {
        ImmutableArray<string> names = OperatingSystem.IsWindows() ? [name + ".exe", name] : [name];
        return options.SearchFolders
            .SelectMany(folder => names.Select(candidate => Path.Combine(folder, candidate)))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0);
    }

    [GeneratedRegex(@"[0-9]{1,6}(\.[0-9]{1,6}){1,3}", RegexOptions.NonBacktracking)]
    private static partial Regex VersionNumber();
}
