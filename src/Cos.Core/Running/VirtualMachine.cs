using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Running;

/// <summary>
/// A virtual machine that is on. Its first serial line is its console. It ends with this object, or, when this process is killed, soon after
/// its longest life.
/// </summary>
public sealed class VirtualMachine : IAsyncDisposable
{
    private const int TailLength = 2000;

    private readonly string _folder;
    private readonly Process _process;
    private readonly ConsoleText _console;
    private readonly Task _following;
    private readonly StringBuilder _said = new();

    private VirtualMachine(MachineDescription description, string folder, Process process, string log)
    {
        Description = description;
        _folder = folder;
        _process = process;
        _console = new ConsoleText(log);
        SerialLog = log;
        _process.ErrorDataReceived += Collect;
        _process.BeginErrorReadLine();
        _following = _console.FollowAsync(_process.StandardOutput.BaseStream, CancellationToken.None);
    }

    /// <summary>What it was made as; free ports have their numbers.</summary>
    public MachineDescription Description { get; }

    /// <summary>Absolute path of the console's log.</summary>
    public string SerialLog { get; }

    /// <summary>Whether it is off.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What the console has shown.</summary>
    internal ConsoleText Console => _console;

    /// <summary>Takes what is typed on the console.</summary>
    internal Stream Keyboard => _process.StandardInput.BaseStream;

    /// <summary>Switches a machine on.</summary>
    /// <param name="description">The machine.</param>
    /// <param name="emulator">What runs it.</param>
    /// <param name="serialLog">Absolute path of the console's log.</param>
    /// <param name="longestLife">After this time it is switched off, also without this object.</param>
    /// <exception cref="CosException">COS8312, COS8314.</exception>
    public static VirtualMachine Start(MachineDescription description, Emulator emulator, string serialLog, TimeSpan longestLife)
    {
        foreach (string needed in new[] { description.Medium, description.Kernel, description.Initrd, description.RootFileSystem })
        {
            if (needed.Length > 0 && !File.Exists(needed))
            {
                throw new CosException(RunningDiagnostics.NothingToBoot(needed));
            }
        }
        MachineDescription started = description with { Ports = Choose(description.Ports) };
        string folder = Directory.CreateTempSubdirectory("cos-machine-").FullName;
        string? variables = null;
        if (emulator.FirmwareVariables is { } template && description.Firmware == Firmware.Uefi)
        {
            variables = Path.Combine(folder, "variables.fd");
            File.Copy(template, variables);
        }
        ImmutableArray<string> arguments =
        [
            .. MachineCommand.Arguments(started, emulator, variables),
            "-display", "none", "-no-reboot", "-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
        ];
        ProcessStartInfo start = new("timeout", ["--kill-after=10", longestLife.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), emulator.Program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        return new VirtualMachine(started, folder, Process.Start(start)!, serialLog);
    }

    /// <summary>The port of this machine's loopback that leads to a port of the guest.</summary>
    /// <exception cref="ArgumentException">None does.</exception>
    public int HostPort(int guestPort)
    {
        foreach (PortForward port in Description.Ports)
        {
            if (port.Guest == guestPort)
            {
                return port.Host;
            }
        }
        throw new ArgumentException($"No port leads to port {guestPort} of the system.", nameof(guestPort));
    }

    /// <summary>Waits until the console has shown a text.</summary>
    /// <exception cref="CosException">COS8313: the machine went off.</exception>
    public Task WaitForConsoleAsync(string text, CancellationToken cancellationToken) =>
        WaitAsync(0, shown => shown.Contains(text, StringComparison.Ordinal) ? shown : null, cancellationToken);

    /// <summary>The end of what the console has shown, for a message.</summary>
    public string ConsoleTail() => Readable(_console.Tail(TailLength));

    /// <summary>Fails when the machine is off.</summary>
    /// <exception cref="CosException">COS8313.</exception>
    public void RequireRunning()
    {
        if (_process.HasExited)
        {
            throw Ended();
        }
    }

    /// <summary>Switches the machine off.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
        _console.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Waits for something on the console.</summary>
    /// <exception cref="CosException">COS8313: the machine went off.</exception>
    internal async Task<T> WaitAsync<T>(long position, Func<string, T?> find, CancellationToken cancellationToken)
        where T : class =>
        await _console.WaitAsync(position, find, cancellationToken).ConfigureAwait(false) ?? throw Ended();

    /// <summary>Text without what moves a cursor or colours.</summary>
    internal static string Readable(string text) => ConsoleEscapes.Remove(text);

    private static ImmutableArray<PortForward> Choose(ImmutableArray<PortForward> ports) =>
        [.. ports.Select(port => port.Host > 0 ? port : port with { Host = FindPort() })];

    private static int FindPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private CosException Ended()
    {
        _process.WaitForExit();
        lock (_said)
        {
            return new CosException(RunningDiagnostics.MachineEnded(_process.ExitCode, _said.ToString().Trim(), ConsoleTail()));
        }
    }

    private void Collect(object sender, DataReceivedEventArgs received)
    {
        lock (_said)
        {
            if (_said.Length < 10_000 && received.Data is { } line)
            {
                _said.AppendLine(line);
            }
        }
    }
}
