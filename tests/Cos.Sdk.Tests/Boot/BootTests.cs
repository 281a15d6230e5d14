using System.Globalization;
using System.Net;

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
        string medium = SampleMedia.Find(loader);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeLimit);
        await using VirtualMachine machine = new(name, medium, attachment, firmware, TimeLimit + TimeSpan.FromSeconds(30));
        try
        {
            using HttpResponseMessage answer = await machine.GetAsync("/fortuneteller", limit.Token);
            string fortune = await answer.Content.ReadAsStringAsync(limit.Token);
            await machine.WaitForConsoleAsync("SampleOS 0.1.0", limit.Token);
            await machine.WaitForConsoleAsync("sampleos login:", limit.Token);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(string.IsNullOrWhiteSpace(fortune));
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"Not up after {TimeLimit.TotalSeconds} s. {machine.SerialLog} ends so:\n{machine.ConsoleTail()}");
        }
    }
}
