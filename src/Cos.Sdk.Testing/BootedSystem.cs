using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Cos.Sdk.Running;
using Xunit;

namespace Cos.Sdk.Testing;

/// <summary>
/// A fixture: the derivative that the test project references, booted in a virtual machine for as long as its tests run.
/// </summary>
/// <remarks>
/// Use it as a class fixture, a collection fixture or an assembly fixture. What is booted is what <c>dotnet run</c> on the derivative would
/// boot. A test project that references several derivatives derives a fixture for each and overrides <see cref="Derivative"/>.
/// </remarks>
public class BootedSystem : IAsyncLifetime
{
    private const string Key = "Cos.Machine.";

    private readonly SemaphoreSlim _turn = new(1);
    private VirtualMachine? _machine;
    private IGuestShell? _shell;

    /// <summary>The file name of the derivative's project, without extension; empty for the only one.</summary>
    public virtual string Derivative => "";

    /// <summary>How long the system may take until it asks for a login. Ten minutes.</summary>
    public virtual TimeSpan BootTimeout => TimeSpan.FromMinutes(10);

    /// <summary>How long the machine lives at most, whatever happens to the tests. One hour.</summary>
    public virtual TimeSpan LongestLife => TimeSpan.FromHours(1);

    /// <summary>Absolute path of the serial console's log.</summary>
    public string SerialLog => Machine.SerialLog;

    /// <summary>The machine.</summary>
    /// <exception cref="InvalidOperationException">It is not booted yet.</exception>
    public VirtualMachine Machine => _machine ?? throw new InvalidOperationException("The system is not booted. Use the fixture through xUnit.");

    /// <summary>Switches the machine on and waits until it asks for a login.</summary>
    /// <exception cref="TimeoutException">It does not within <see cref="BootTimeout"/>.</exception>
    public async ValueTask InitializeAsync()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        string file = FindDescription();
        MachineDescription described = MachineDescription.Parse(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false));
        MachineDescription machine = Configure(described with { Ports = [.. described.Ports.Select(port => port with { Host = 0 })] });
        if (machine.SshPort > 0 && machine.Ports.All(port => port.Guest != machine.SshPort))
        {
            machine = machine with { Ports = machine.Ports.Add(new PortForward(0, machine.SshPort)) };
        }
        Emulator emulator = await Emulator.FindAsync(
            machine.Architecture, Environment.GetEnvironmentVariable("PATH") ?? "", cancellationToken).ConfigureAwait(false);
        string log = Path.Combine(AppContext.BaseDirectory, "TestResults", GetType().Name + ".serial.log");
        _machine = VirtualMachine.Start(machine, emulator, log, LongestLife);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BootTimeout);
        try
        {
            await GuestShell.WaitForPromptAsync(_machine, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string seconds = BootTimeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            throw new TimeoutException($"The system does not ask for a login after {seconds} s. {log} ends so:\n{_machine.ConsoleTail()}");
        }
    }

    /// <summary>Runs a command in the system, as <c>CosTestUser</c>. Calls wait for each other.</summary>
    /// <param name="command">A script for <c>sh</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Status and output.</returns>
    public async Task<GuestResult> RunAsync(string command, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _shell ??= await OpenShellAsync(cancellationToken).ConfigureAwait(false);
            return await _shell.RunAsync(command, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IGuestShell> OpenShellAsync(CancellationToken cancellationToken) => Machine.Description is { SshPort: > 0 } description
        ? await SecureShell.ConnectAsync(
            description, Machine.HostPort(description.SshPort), Environment.GetEnvironmentVariable("PATH") ?? "", Machine.RequireRunning, cancellationToken).ConfigureAwait(false)
        : await GuestShell.LogInAsync(Machine, Machine.Description.User, Machine.Description.Password, cancellationToken).ConfigureAwait(false);

    /// <summary>A client for a port of the system, which has to be one of <c>CosRunPorts</c> or of <see cref="Configure"/>. The caller disposes it.</summary>
    public HttpClient CreateClient(int port) => new()
    {
        BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Machine.HostPort(port)}/")),
    };

    /// <summary>Asks until the system answers with success: services come up after the login prompt, too.</summary>
    /// <param name="port">A port of the system.</param>
    /// <param name="path">Of the address.</param>
    /// <param name="cancellationToken">Ends the waiting. Without a limit of its own.</param>
    /// <returns>The answer's text.</returns>
    public async Task<string> GetStringAsync(int port, string path, CancellationToken cancellationToken = default)
    {
        using HttpClient client = CreateClient(port);
        client.Timeout = TimeSpan.FromSeconds(20);
        while (true)
        {
            Machine.RequireRunning();
            try
            {
                return await client.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Switches the machine off.</summary>
    public async ValueTask DisposeAsync()
    {
        (_shell as IDisposable)?.Dispose();
        if (_machine is not null)
        {
            await _machine.DisposeAsync().ConfigureAwait(false);
        }
        _turn.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes the machine: more memory, more ports, another firmware. Ports have free ones on this side already.</summary>
    protected virtual MachineDescription Configure(MachineDescription machine) => machine;

    /// <summary>The build of the test project wrote into the assembly where it is.</summary>
    private string FindDescription()
    {
        ImmutableArray<AssemblyMetadataAttribute> known =
        [
            .. (Assembly.GetEntryAssembly()?.GetCustomAttributes<AssemblyMetadataAttribute>() ?? [])
                .Concat(GetType().Assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
                .Where(attribute => attribute.Key.StartsWith(Key, StringComparison.Ordinal) && (Derivative.Length == 0 || attribute.Key == Key + Derivative))
                .DistinctBy(attribute => attribute.Key),
        ];
        return known is [{ Value: { } file }]
            ? file
            : throw new InvalidOperationException(known.IsEmpty
                ? "The test project references no derivative" + (Derivative.Length == 0 ? "." : $" named {Derivative}.") + " Add a ProjectReference to its .cosproj."
                : $"The test project references several derivatives: {string.Join(", ", known.Select(attribute => attribute.Key[Key.Length..]))}. Override {nameof(Derivative)}.");
    }
}
