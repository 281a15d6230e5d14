using System.Collections.Immutable;
using System.ComponentModel;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tools;

/// <summary>
/// Ways to run a program as user number 0 without rights: a user namespace of its own, or fakeroot where the system forbids those. Root needs neither.
/// </summary>
internal sealed class UserZero(HostToolOptions options)
{
    private static readonly ImmutableArray<(string Program, ImmutableArray<string> Arguments)> Ways =
        [("unshare", ["--user", "--map-root-user", "--"]), ("fakeroot", ["--"])];

    private ImmutableArray<string> _prefix = Environment.IsPrivilegedProcess || OperatingSystem.IsWindows() ? [] : default;

    /// <summary>What to put before a command. Each way is tried once, by running nothing with it.</summary>
    /// <exception cref="CosException">COS8006: none works.</exception>
    public async Task<ImmutableArray<string>> FindPrefixAsync(ToolInfo tool, string folder, CancellationToken cancellationToken)
    {
        if (!_prefix.IsDefault)
        {
            return _prefix;
        }
        foreach ((string program, ImmutableArray<string> arguments) in Ways)
        {
            if (options.FindExecutable(program) is { } path
                && await WorksAsync([path, .. arguments], tool, folder, cancellationToken).ConfigureAwait(false))
            {
                return _prefix = [path, .. arguments];
            }
        }
        throw new CosException(MediaDiagnostics.NoUserZero(tool.ToString()));
    }

    private async Task<bool> WorksAsync(ImmutableArray<string> prefix, ToolInfo tool, string folder, CancellationToken cancellationToken)
    {
        ToolInvocation nothing = new() { Tool = tool.Name, Arguments = [], WorkingDirectory = folder };
        try
        {
            return (await ToolProcess.RunAsync([.. prefix, "true"], options.Environment, nothing, cancellationToken).ConfigureAwait(false)).Status == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
