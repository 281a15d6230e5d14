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
            { BiosLoader.Isolinux, Firmware.Bios, Attachment.UsbStick },
            { BiosLoader.Isolinux, Firmware.Uefi, Attachment.Cd },
            { BiosLoader.Isolinux, Firmware.Uefi, Attachment.UsbStick },
            { BiosLoader.Grub, Firmware.Bios, Attachment.Cd },
            { BiosLoader.Grub, Firmware.Bios, Attachment.VirtioDisk },
        };

    /// <summary>A slower machine has more time: COS_BOOT_SECONDS.</summary>
    private static TimeSpan TimeLimit => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("COS_BOOT_SECONDS"), CultureInfo.InvariantCulture, out int seconds) ? seconds : Limit);

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task Sample_Booted_TellsAFortuneAndAsksForALogin(BiosLoader loader, Firmware firmware, Attachment attachment)
    {
        string name = FormattableString.Invariant($"{loader}-{firmware}-{attachment}");
        MachineDescription sample = new()
        {
            Medium = SampleMedia.Find(loader), Attachment = attachment, Firmware = firmware, Ports = [new PortForward(0, 8090), new PortForward(0, 8091)],
        };
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
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"Not up after {TimeLimit.TotalSeconds} s. {machine.SerialLog} ends so:\n{machine.ConsoleTail()}");
        }
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
