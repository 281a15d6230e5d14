using System.Diagnostics;
using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A command in a session of its own, so that it can be killed with all that it started.</summary>
internal sealed class DotnetProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly string _command;
    private readonly List<string> _output = [];
    private readonly Process _process;
    private readonly Action<string> _observe;

    private DotnetProcess(string folder, IReadOnlyDictionary<string, string?> environment, string[] command, Action<string> observe)
    {
        _command = string.Join(' ', command);
        _observe = observe;
        // setsid replaces itself by the command: the process is the leader of its group.
        ProcessStartInfo start = new("setsid", command) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a command; a null value removes a variable.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="environment">Changes of the environment.</param>
    /// <param name="observe">Gets each line of output at once.</param>
    /// <param name="command">Program and arguments.</param>
    public static DotnetProcess Start(string folder, IReadOnlyDictionary<string, string?> environment, Action<string> observe, params string[] command) =>
        new(folder, environment, command, observe);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<BuildResult> RunAsync(string folder, IReadOnlyDictionary<string, string?> environment, params string[] command)
    {
        using DotnetProcess process = Start(folder, environment, _ => { }, command);
        return await process.WaitAsync();
    }

    /// <summary>Waits for the end; a command that does not end is killed, and the test fails.</summary>
    public async Task<BuildResult> WaitAsync()
    {
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            Assert.Fail($"{_command}\ndid not end:\n{string.Join('\n', _output)}");
        }
        return new BuildResult(_command, _process.ExitCode, _output);
    }

    /// <summary>SIGKILL to the process and all of its group.</summary>
    public void Kill() => Command.Run("kill", "-KILL", "--", $"-{_process.Id}");

    /// <inheritdoc />
    public void Dispose() => _process.Dispose();

    private void Take(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Add(line);
            }
            _observe(line);
        }
    }
}
