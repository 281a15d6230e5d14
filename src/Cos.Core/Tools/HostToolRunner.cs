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
    private readonly UserZero _userZero = new(options);

    /// <inheritdoc />
    public async Task<ToolInfo> FindAsync(ToolName tool, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue(tool, out ToolInfo? known))
        {
            return known;
        }
        ToolDescription description = ToolCatalog.Describe(tool);
        string path = options.FindExecutable(description.Executable) ?? throw new CosException(
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
        ImmutableArray<string> command = [tool.Path, .. invocation.Arguments];
        if (invocation.AsUserZero)
        {
            ImmutableArray<string> prefix = await _userZero.FindPrefixAsync(tool, invocation.WorkingDirectory, cancellationToken).ConfigureAwait(false);
            command = [.. prefix, .. command];
        }
        ToolExit exit = await RunAsync(command, invocation, cancellationToken).ConfigureAwait(false);
        if (exit.Status == 0)
        {
            return new ToolResult(tool, exit.Output);
        }
        throw new CosException(exit.Tail.Contains("No space left on device", StringComparison.Ordinal)
            ? MediaDiagnostics.ToolDiskFull(ToolCatalog.Describe(tool.Name).Executable, exit.Tail, invocation.LogFile)
            : MediaDiagnostics.ToolFailed(ToolCatalog.Describe(tool.Name).Executable, exit.Status, exit.Tail, invocation.LogFile));
    }

    private async Task<ToolExit> RunAsync(ImmutableArray<string> command, ToolInvocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            return await ToolProcess.RunAsync(command, options.Environment, invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception cause)
        {
            throw new CosException(Unusable(ToolCatalog.Describe(invocation.Tool), command[0], cause.Message), cause);
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
        ToolExit exit = await RunAsync([path, .. question.Arguments], question, cancellationToken).ConfigureAwait(false);
        // Some programs answer this question with a failure status, so only the text counts.
        return FindVersion(exit.Tail) ?? throw new CosException(Unusable(description, path, exit.Tail));
    }

    /// <summary>The first number in what a program says of its version.</summary>
    internal static Version? FindVersion(string said)
    {
        Match version = VersionNumber().Match(said);
        return version.Success && Version.TryParse(version.Value, out Version? parsed) ? parsed : null;
    }

    private static Diagnostic Unusable(ToolDescription tool, string path, string reason) =>
        MediaDiagnostics.ToolUnusable(path, tool.Purpose, reason, tool.Package);

    [GeneratedRegex(@"[0-9]{1,6}(\.[0-9]{1,6}){1,3}", RegexOptions.NonBacktracking)]
    private static partial Regex VersionNumber();
}
