using System.Diagnostics;
using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Registry;

/// <summary>
/// A Docker engine with folders and a bridge of its own, as if it were on another machine. Its containers have no network. (Without a bridge
/// is no way: an engine that is told to have none removes docker0, which is the other engine's.)
/// </summary>
internal sealed class SeparateEngine : IAsyncDisposable
{
    private static int _count;

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-engine-").FullName;
    private readonly string _bridge;
    private readonly Process _process;

    private SeparateEngine()
    {
        int number = 1 + (Environment.ProcessId % 200) + (Interlocked.Increment(ref _count) * 3 % 50);
        _bridge = $"cos{Environment.ProcessId % 100_000}n{_count}";
        Command.Run("ip", "link", "add", "name", _bridge, "type", "bridge");
        Command.Run("ip", "address", "add", $"10.213.{number}.1/24", "dev", _bridge);
        Command.Run("ip", "link", "set", _bridge, "up");
        _process = Process.Start(new ProcessStartInfo(
            "dockerd",
            [
                "--data-root", Path.Combine(_folder, "data"), "--exec-root", Path.Combine(_folder, "exec"), "--pidfile", Path.Combine(_folder, "pid"),
                "--host", Endpoint, "--bridge", _bridge, "--iptables=false", "--ip-masq=false", "--log-level=error",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>For <c>CosEngineEndpoint</c>.</summary>
    public string Endpoint => "unix://" + Path.Combine(_folder, "docker.sock");

    public static async Task<SeparateEngine> StartAsync()
    {
        SeparateEngine engine = new();
        for (int attempt = 0; attempt < 300; attempt++)
        {
            using Process asked = Process.Start(new ProcessStartInfo("docker", ["--host", engine.Endpoint, "version"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await asked.WaitForExitAsync();
            if (asked.ExitCode == 0)
            {
                return engine;
            }
            Assert.False(engine._process.HasExited, "A second dockerd does not start on this machine.");
            await Task.Delay(200);
        }
        throw new InvalidOperationException("The engine does not answer.");
    }

    public async ValueTask DisposeAsync()
    {
        Command.Run("kill", "-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await _process.WaitForExitAsync();
        _process.Dispose();
        Command.Try("ip", "link", "delete", _bridge);
        foreach (string mount in File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')[1]).Where(path => path.StartsWith(_folder, StringComparison.Ordinal)).Reverse())
        {
            Command.Try("umount", mount);
        }
        Directory.Delete(_folder, recursive: true);
    }
}
