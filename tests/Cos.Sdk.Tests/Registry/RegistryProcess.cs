using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cos.Sdk.IntegrationTests.Registry;

/// <summary>A real registry on a free port of loopback, with storage of its own, for the length of a test.</summary>
internal sealed class RegistryProcess : IAsyncDisposable
{
    public const string UserName = "builder";
    public const string Password = "secret-word";

    /// <summary>The password's hash as htpasswd writes it.</summary>
    private const string Hash = "$2b$05$abcdefghijklmnopqrstuuUOabO4v2PoT/v47Y.znQK.9MsMDnesq";

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-registry-").FullName;
    private readonly Process _process;

    private RegistryProcess(bool withLogin)
    {
        Port = FreePort();
        string login = "";
        if (withLogin)
        {
            File.WriteAllText(Path.Combine(_folder, "htpasswd"), $"{UserName}:{Hash}\n");
            login = $"auth:\n  htpasswd:\n    realm: test\n    path: {_folder}/htpasswd\n";
        }
        string configuration = Path.Combine(_folder, "config.yml");
        File.WriteAllText(configuration, $"""
            version: 0.1
            log:
              level: error
            storage:
              filesystem:
                rootdirectory: {_folder}/data
              delete:
                enabled: true
            http:
              addr: 127.0.0.1:{Port}
            {login}
            """);
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>As image names begin.</summary>
    public string Host => $"127.0.0.1:{Port}";

    public static async Task<RegistryProcess> StartAsync(bool withLogin = false)
    {
        RegistryProcess registry = new(withLogin);
        using HttpClient client = new();
        for (int attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using HttpResponseMessage response = await client.GetAsync($"http://{registry.Host}/v2/");
                return registry;
            }
            catch (HttpRequestException)
            {
                Assert.False(registry._process.HasExited, "The tests need Debian's package docker-registry: apt-get install docker-registry");
                await Task.Delay(50);
            }
        }
        throw new InvalidOperationException("The registry does not answer.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
