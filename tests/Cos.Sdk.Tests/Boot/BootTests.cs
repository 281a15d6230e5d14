using System.Globalization;
using System.Net;
using Cos.Sdk.Running;

namespace Cos.Sdk.IntegrationTests.Boot;

/// <summary>The sample's media start real (emulated) machines, up to the service that the sample is about.</summary>
[Collection(BootCollection.Name)]
public sealed class BootTests
{
    /// <summary>Seconds from power-on to answer and login prompt: about six times what a machine of two cores without KVM needs.</summary>
    private const int Limit = 300;

    /// <summary>What is always tried; with COS_SOAK=1, every combination.</summary>
    public static TheoryData<BiosLoader, Firmware, Attachment> Machines { get; } = Environment.GetEnvironmentVariable("COS_SOAK") == "1"
        ? new MatrixTheoryData<BiosLoader, Firmware, Attachment>(Enum.GetValues<BiosLoader>(), Enum.GetValues<Firmware>(), Enum.GetValues<Attachment>())
        : new TheoryData<BiosLoader, Firmware, Attachment>
        {
            { BiosLoader.Isolinux, Firmware.Bios, Attachment.Cd },
            { BiosLoader.Grub, Firmware.Uefi, Attachment.UsbStick },
        };

    /// <summary>A slower machine has more time: COS_BOOT_SECONDS.</summary>
    private static TimeSpan TimeLimit => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("COS_BOOT_SECONDS"), CultureInfo.InvariantCulture, out int seconds) ? seconds : Limit);

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task Sample_Booted_TellsAFortuneAndAsksForALogin(BiosLoader loader, Firmware firmware, Attachment attachment)
    {
        string name = FormattableString.Invariant($"{loader}-{firmware}-{attachment}");
        await TryAsync(name, new MachineDescription { Medium = SampleMedia.Find(loader), Attachment = attachment, Firmware = firmware }, "squashfs", "live");
    }

    /// <summary>The system on a disk that was made offline: its partitions, GRUB on it, the image in an image. With COS_SOAK=1 by UEFI too.</summary>
    [Theory]
    [InlineData(Firmware.Bios)]
    [InlineData(Firmware.Uefi)]
    public async Task Sample_OnADiskMadeOffline_TellsAFortune(Firmware firmware)
    {
        Assert.SkipUnless(firmware == Firmware.Bios || Environment.GetEnvironmentVariable("COS_SOAK") == "1", "Long: set COS_SOAK=1.");
        await TryAsync(
            FormattableString.Invariant($"disk-{firmware}"),
            new MachineDescription { Medium = SampleMedia.Find("sampleOS.raw"), Attachment = Attachment.VirtioDisk, Firmware = firmware },
            "ext2",
            "active");
    }

    private static async Task TryAsync(string name, MachineDescription description, string root, string mode)
    {
        MachineDescription sample = description with { Ports = [new PortForward(0, 8090), new PortForward(0, 8091)] };
        Emulator emulator = await Emulator.FindAsync(sample.Architecture, Environment.GetEnvironmentVariable("PATH")!, TestContext.Current.CancellationToken);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeLimit);
        await using VirtualMachine machine = VirtualMachine.Start(
            sample, emulator, Path.Combine(TestResults.Folder("boot"), name + ".serial.log"), TimeLimit + TimeSpan.FromSeconds(30));
        try
        {
            // The classic service, and the program that a project reference made part of the system.
            foreach (int port in new[] { 8090, 8091 })
            {
                using HttpResponseMessage answer = await GetAsync(machine, port, limit.Token);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.False(string.IsNullOrWhiteSpace(await answer.Content.ReadAsStringAsync(limit.Token)));
            }
            await machine.WaitForConsoleAsync("SampleOS 0.1.0", limit.Token);
            await machine.WaitForConsoleAsync("sampleos login:", limit.Token);
            await AssertIsImmutableAsync(machine, root, mode, limit.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"Not up after {TimeLimit.TotalSeconds} s. {machine.SerialLog} ends so:\n{machine.ConsoleTail()}");
        }
    }

    /// <summary>The root is the medium's or the image's, read-only; what must be writable is in memory; cloud-config ran in its stages.</summary>
    private static async Task AssertIsImmutableAsync(VirtualMachine machine, string root, string mode, CancellationToken cancellationToken)
    {
        GuestShell shell = await GuestShell.LogInAsync(machine, "cos", "cos", cancellationToken);
        GuestResult seen = await shell.RunAsync("""
            echo cos | sudo -S -p '' sh -c '
            echo "root $(findmnt -no FSTYPE,OPTIONS / | tr -s " " | cut -d , -f 1)"
            for path in / /usr /etc /var /tmp; do if touch $path/written 2>/dev/null; then echo "$path is written"; else echo "$path is not"; fi; done
            echo "mode $(ls /run/cos | grep _mode)"
            grep -c "^overlay /etc overlay" /etc/fstab
            while [ "$(systemctl is-active cos-setup-network)" = activating ]; do sleep 1; done
            for stage in fs boot network; do echo "$stage $(systemctl is-active cos-setup-$stage)"; done
            cat /proc/sys/kernel/panic_on_oops /etc/cos-upgrade-image
            dmesg | grep -o fortunes:.*:8090
            systemctl --failed --no-legend --plain'
            """, cancellationToken);

        Assert.Equal(
            $"""
            root {root} ro
            / is not
            /usr is not
            /etc is written
            /var is written
            /tmp is written
            mode {mode}_mode
            1
            fs active
            boot active
            network active
            1
            UPGRADE_IMAGE=system/sampleOS
            CHANNEL_UPGRADES=true
            VERIFY=true
            fortunes: http://sampleos:8090

            """.ReplaceLineEndings("\n"),
            seen.Output);
    }

    /// <summary>Asks until it is answered. QEMU takes connections from the beginning and drops them while nobody listens inside.</summary>
    private static async Task<HttpResponseMessage> GetAsync(VirtualMachine machine, int port, CancellationToken cancellationToken)
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };
        Uri address = new($"http://127.0.0.1:{machine.HostPort(port)}/fortuneteller");
        while (true)
        {
            machine.RequireRunning();
            try
            {
                return await client.GetAsync(address, cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }
}
