using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cos.Sdk.IntegrationTests.Boot;

/// <summary>
/// An emulated computer: two processors, 1 GiB of memory, a network card whose port 8090 is a port of this machine's loopback, a
/// serial console that is kept as a test result. It ends with this object, or, when the test's process is killed, soon after its longest life.
/// </summary>
internal sealed class VirtualMachine : IAsyncDisposable
{
    private const string FirmwareCode = "/usr/share/OVMF/OVMF_CODE_4M.fd";
    private const string FirmwareVariables = "/usr/share/OVMF/OVMF_VARS_4M.fd";

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-machine-").FullName;
    private readonly StringBuilder _messages = new();
    private readonly Process _process;

    /// <summary>Switches a machine on.</summary>
    /// <param name="name">Names the log file.</param>
    /// <param name="medium">The image to boot from, which is only read.</param>
    /// <param name="attachment">Where it is.</param>
    /// <param name="firmware">What boots it.</param>
    /// <param name="longestLife">After this time it is switched off, also without this object.</param>
    public VirtualMachine(string name, string medium, Attachment attachment, Firmware firmware, TimeSpan longestLife)
    {
        SerialLog = Path.Combine(TestResults.Folder("boot"), name + ".serial.log");
        File.Delete(SerialLog);
        Port = FindPort();
        string[] command =
        [
            "--kill-after=10", longestLife.TotalSeconds.ToString(CultureInfo.InvariantCulture), "qemu-system-x86_64",
            // This model has no five-level page tables, which are slow to emulate.
            "-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-smp", "2", "-m", "1024", "-nodefaults", "-vga", "std", "-display", "none",
            "-no-reboot", "-serial", "file:" + Escape(SerialLog),
            "-netdev", $"user,id=net,hostfwd=tcp:127.0.0.1:{Port}-:8090", "-device", "e1000,netdev=net",
            .. Attach(medium, attachment), .. Boot(firmware),
        ];
        _process = Process.Start(new ProcessStartInfo("timeout", command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += Collect;
        _process.ErrorDataReceived += Collect;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The loopback port that leads to the machine's port 8090.</summary>
    public int Port { get; }

    /// <summary>What the machine wrote to its serial console so far.</summary>
    public string SerialLog { get; }

    /// <summary>Asks the machine until it answers.</summary>
    /// <param name="path">Of the URL, with its slash.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The first answer, whatever its status. The caller disposes it.</returns>
    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };
        Uri address = new($"http://127.0.0.1:{Port}{path}");
        while (true)
        {
            RequireRunning();
            try
            {
                return await client.GetAsync(address, cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // QEMU takes connections from the beginning and drops them while nobody listens inside.
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    /// <summary>Waits until the serial console has shown a text.</summary>
    public async Task WaitForConsoleAsync(string text, CancellationToken cancellationToken)
    {
        while (!await HasShownAsync(text, cancellationToken))
        {
            RequireRunning();
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }

    /// <summary>The end of the serial console's log, for a message.</summary>
    public string ConsoleTail()
    {
        string text = File.Exists(SerialLog) ? File.ReadAllText(SerialLog, Encoding.UTF8) : "";
        return text[^Math.Min(text.Length, 2000)..];
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
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string[] Attach(string medium, Attachment attachment)
    {
        string drive = $"file={Escape(medium)},format=raw,readonly=on,id=medium,if=none";
        return attachment switch
        {
            Attachment.Cd => ["-drive", drive + ",media=cdrom", "-device", "ide-cd,drive=medium,bootindex=0"],
            Attachment.UsbStick => ["-drive", drive, "-device", "qemu-xhci", "-device", "usb-storage,drive=medium,removable=on,bootindex=0"],
            _ => ["-drive", drive, "-device", "virtio-blk-pci,drive=medium,bootindex=0"],
        };
    }

    private string[] Boot(Firmware firmware)
    {
        if (firmware == Firmware.Bios)
        {
            return [];
        }
        string variables = Path.Combine(_folder, "variables.fd");
        File.Copy(FirmwareVariables, variables);
        return
        [
            "-drive", $"if=pflash,format=raw,unit=0,readonly=on,file={FirmwareCode}",
            "-drive", $"if=pflash,format=raw,unit=1,file={variables}",
        ];
    }

    private async Task<bool> HasShownAsync(string text, CancellationToken cancellationToken) =>
        File.Exists(SerialLog)
        && (await File.ReadAllTextAsync(SerialLog, Encoding.Latin1, cancellationToken)).Contains(text, StringComparison.Ordinal);

    private void RequireRunning()
    {
        if (_process.HasExited)
        {
            _process.WaitForExit();
            lock (_messages)
            {
                Assert.Fail($"The machine went off by itself (status {_process.ExitCode}). {_messages}\n{ConsoleTail()}");
            }
        }
    }

    private void Collect(object sender, DataReceivedEventArgs received)
    {
        lock (_messages)
        {
            _messages.AppendLine(received.Data);
        }
    }

    /// <summary>A comma separates QEMU's options.</summary>
    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);

    private static int FindPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
