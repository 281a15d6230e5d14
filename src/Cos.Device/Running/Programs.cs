using System.ComponentModel;
using System.Diagnostics;

namespace Cos.Device.Running;

/// <summary>Runs programs of the system; what they say goes where ours goes.</summary>
internal static class Programs
{
    private const int MaxOutput = 1 << 20;

    /// <summary>Takes the command lines that are run; null for nothing.</summary>
    public static TextWriter? Trace { get; set; }

    /// <summary>Runs a program and waits for it.</summary>
    /// <exception cref="DeviceException">It is not there, or returned an error.</exception>
    public static async Task RunAsync(Machine machine, string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        int code = await StartAsync(machine, program, arguments, null, cancellationToken).ConfigureAwait(false);
        if (code != 0)
        {
            throw new DeviceException($"{program} returned {code}");
        }
    }

    /// <summary>Whether a command line of the shell succeeds.</summary>
    public static async Task<bool> SucceedsAsync(Machine machine, string command, CancellationToken cancellationToken) =>
        await StartAsync(machine, "/bin/sh", ["-c", command], null, cancellationToken).ConfigureAwait(false) == 0;

    /// <summary>What a program says.</summary>
    public static async Task<string> ReadAsync(Machine machine, string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        StringWriter output = new();
        int code = await StartAsync(machine, program, arguments, output, cancellationToken).ConfigureAwait(false);
        return code == 0 ? output.ToString() : throw new DeviceException($"{program} returned {code}");
    }

    private static async Task<int> StartAsync(
        Machine machine, string program, IEnumerable<string> arguments, StringWriter? output, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(machine.IsRunning ? program : "chroot") { UseShellExecute = false, WorkingDirectory = "/", RedirectStandardOutput = output is not null };
        if (!machine.IsRunning)
        {
            start.ArgumentList.Add(machine.Root);
            start.ArgumentList.Add(program);
        }
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        if (Trace is { } trace)
        {
            await trace.WriteLineAsync($"+ {start.FileName} {string.Join(' ', start.ArgumentList)}").ConfigureAwait(false);
        }
        try
        {
            using Process process = Process.Start(start)!;
            if (output is not null)
            {
                char[] buffer = new char[4096];
                for (int read; (read = await process.StandardOutput.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                {
                    if (output.GetStringBuilder().Length < MaxOutput)
                    {
                        output.Write(buffer, 0, read);
                    }
                }
            }
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (Win32Exception exception)
        {
            throw new DeviceException($"{program} cannot be started: {exception.Message}");
        }
    }
}
