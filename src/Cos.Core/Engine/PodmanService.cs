using System.Diagnostics;
using System.Globalization;

namespace Cos.Sdk.Engine;

/// <summary>
/// Podman's API on a socket that only this user can open, for as long as this object lives. When this process is killed, the service ends by
/// itself once nothing has spoken to it for a while.
/// </summary>
internal sealed class PodmanService : IAsyncDisposable
{
    private const int IdleSeconds = 60;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private readonly Process _process;
    private readonly Task<string> _said;

    private PodmanService(string folder, Process process)
    {
        _folder = folder;
        _process = process;
        _process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        _said = errors;
    }

    /// <summary>Where it answers.</summary>
    public EngineEndpoint Endpoint => new(new Uri("unix://" + Socket), "Podman, started for this build");

    private string Socket => Path.Combine(_folder, "podman.sock");

    /// <summary>The program on the search's PATH; null where there is none.</summary>
    public static string? Find(EngineSearch search) => search.IsWindows
        ? null
        : search.Environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, "podman"))
            .FirstOrDefault(File.Exists);

    /// <summary>Starts the service and waits for its socket.</summary>
    /// <param name="program">Absolute path of podman.</param>
    /// <param name="search">Its environment goes to Podman.</param>
    /// <param name="cancellationToken">Ends the waiting and the service.</param>
    /// <returns>The service, or what Podman said when there is none.</returns>
    public static async Task<(PodmanService? Service, string Reason)> StartAsync(string program, EngineSearch search, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("cos-podman-service-").FullName;
        ProcessStartInfo start = new(
            program, ["system", "service", "--time", IdleSeconds.ToString(CultureInfo.InvariantCulture), "unix://" + Path.Combine(folder, "podman.sock")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in search.Environment)
        {
            start.Environment[name] = value;
        }
        PodmanService service = new(folder, Process.Start(start)!);
        try
        {
            if (await service.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                return (service, "");
            }
        }
        catch (OperationCanceledException)
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        await service.DisposeAsync().ConfigureAwait(false);
        return (null, (await service._said.ConfigureAwait(false)).Trim());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: false);
            using CancellationTokenSource limit = new(EndTime);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (!_process.HasExited && Stopwatch.GetElapsedTime(start) < StartTime)
        {
            if (File.Exists(Socket))
            {
                return true;
            }
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
        return false;
    }
}
