using System.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.IntegrationTests.Engine;

/// <summary>Podman's API service on a socket of its own with storage of its own, for the length of the test run.</summary>
public sealed class PodmanFixture : EngineFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-podman-").FullName;
    private Process? _service;

    /// <summary>Where the service answers, as <c>CosEngineEndpoint</c> names it.</summary>
    internal string Endpoint => "unix://" + Socket;

    private string Socket => Path.Combine(_folder, "podman.sock");

    private string[] Storage => ["--root", Path.Combine(_folder, "root"), "--runroot", Path.Combine(_folder, "run")];

    public override async ValueTask InitializeAsync()
    {
        // Podman asks for more open files than a process of an ordinary session may have.
        string configuration = Path.Combine(_folder, "containers.conf");
        await File.WriteAllTextAsync(configuration, "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\n");
        _service = Process.Start(new ProcessStartInfo("podman", [.. Storage, "system", "service", "--time", "0", "unix://" + Socket])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CONTAINERS_CONF"] = configuration },
        });
        for (int i = 0; i < 300 && !File.Exists(Socket); i++)
        {
            await Task.Delay(100);
        }
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (Engine is not null)
        {
            await Engine.DisposeAsync();
        }
        // With the containers that a cancelled build leaves to Podman.
        Command.Run("podman", [.. Storage, "rmi", "--all", "--force"]);
        _service?.Kill();
        _service?.WaitForExit();
        _service?.Dispose();
        string overlay = Path.Combine(_folder, "root", "overlay");
        if (File.ReadLines("/proc/self/mounts").Any(line => line.Contains(overlay + " ", StringComparison.Ordinal)))
        {
            Command.Run("umount", overlay);
        }
        Directory.Delete(_folder, recursive: true);
    }

    internal override string[] ListTransientContainers() =>
        Command.Run("podman", [.. Storage, "ps", "-aq", "--filter", $"label={TransientContainer.Label}"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private protected override Task<IImageEngine> ConnectAsync() => EngineConnector.ConnectAsync(
        Search with { Endpoint = "unix://" + Socket, Engine = "podman" }, CancellationToken.None);
}
