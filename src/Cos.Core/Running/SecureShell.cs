using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Running;

/// <summary>
/// Commands in a machine by SSH, with the host's <c>ssh</c>. The machine's key is not known before and is not asked for: the port is one of this machine's loopback
/// that leads to a guest which this process has started.
/// </summary>
public sealed class SecureShell : IGuestShell, IDisposable
{
    private const int MaxOutput = 1 << 17;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _program;
    private readonly MachineDescription _machine;
    private readonly int _port;
    private readonly Action _requireRunning;
    private readonly string? _askPass;

    private SecureShell(string program, MachineDescription machine, int port, Action requireRunning)
    {
        (_program, _machine, _port, _requireRunning) = (program, machine, port, requireRunning);
        if (machine.SshKey.Length == 0)
        {
            _askPass = WriteAskPass();
        }
    }

    /// <summary>Waits until the machine lets the account in.</summary>
    /// <param name="machine">Account, password or key.</param>
    /// <param name="port">The port of this machine's loopback.</param>
    /// <param name="path">The PATH to search for <c>ssh</c>.</param>
    /// <param name="requireRunning">Throws when the machine went off.</param>
    /// <param name="cancellationToken">Ends the waiting; the message then says what stood in the way.</param>
    /// <exception cref="CosException">COS9450 there is no ssh, COS9451 the account is not let in.</exception>
    public static async Task<SecureShell> ConnectAsync(
        MachineDescription machine, int port, string path, Action requireRunning, CancellationToken cancellationToken)
    {
        string program = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, "ssh")).FirstOrDefault(File.Exists)
            ?? throw new CosException(RunningDiagnostics.SshMissing());
        SecureShell shell = new(program, machine, port, requireRunning);
        string reason = "";
        try
        {
            while (true)
            {
                requireRunning();
                GuestResult answer = await shell.TryAsync("exit 0", cancellationToken).ConfigureAwait(false);
                if (answer.ExitCode == 0)
                {
                    return shell;
                }
                reason = answer.Output.Trim();
                // What does not listen yet may come; who is not let in now will not be later.
                if (reason.Contains("Permission denied", StringComparison.Ordinal))
                {
                    throw new CosException(RunningDiagnostics.SshRefused(machine.User, reason));
                }
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (reason.Length > 0)
        {
            shell.Dispose();
            throw new CosException(RunningDiagnostics.SshRefused(machine.User, reason));
        }
        catch
        {
            shell.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<GuestResult> RunAsync(string command, CancellationToken cancellationToken)
    {
        _requireRunning();
        return await TryAsync("exec 2>&1\n" + command, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_askPass is not null)
        {
            Directory.Delete(Path.GetDirectoryName(_askPass)!, recursive: true);
        }
    }

    private async Task<GuestResult> TryAsync(string command, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(_program, [.. Options(), $"{_machine.User}@127.0.0.1", command])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (_askPass is not null)
        {
            start.Environment["SSH_ASKPASS"] = _askPass;
            start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
            start.Environment["COS_TEST_PASSWORD"] = _machine.Password;
        }
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        StringBuilder output = new();
        try
        {
            await Task.WhenAll(
                ReadAsync(process.StandardOutput, output, cancellationToken), ReadAsync(process.StandardError, output, cancellationToken)).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new GuestResult(process.ExitCode, output.ToString());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private IEnumerable<string> Options() =>
    [
        "-F", "/dev/null", "-p", _port.ToString(CultureInfo.InvariantCulture), "-T", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
        "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15",
        .. _askPass is null
            ? ["-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-i", _machine.SshKey]
            : new[] { "-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1" },
    ];

    private static async Task ReadAsync(StreamReader reader, StringBuilder output, CancellationToken cancellationToken)
    {
        char[] buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            lock (output)
            {
                output.Append(buffer, 0, Math.Min(count, MaxOutput - output.Length));
            }
        }
    }

    /// <summary>What ssh asks for the password, which is in the environment of ssh alone.</summary>
    private static string WriteAskPass()
    {
        string script = Path.Combine(Directory.CreateTempSubdirectory("cos-ssh-").FullName, "password");
        File.WriteAllText(script, "#!/bin/sh\nprintf '%s\\n' \"$COS_TEST_PASSWORD\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        return script;
    }
}
