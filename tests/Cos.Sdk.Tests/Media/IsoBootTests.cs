using System.Diagnostics;
using Cos.Sdk.Media;

namespace Cos.Sdk.IntegrationTests.Media;

/// <summary>
/// Media start in a machine, each way there is: ISOLINUX asks on the serial line what to boot, and GRUB reads the kernel that it would boot.
/// No kernel runs, so this is quick.
/// </summary>
public sealed class IsoBootTests : IDisposable
{
    /// <summary>ISOLINUX asks what to boot.</summary>
    private const string Prompt = "boot: ";

    /// <summary>Content of the kernel's file in the test's root file system.</summary>
    private const string Kernel = "the kernel";

    /// <summary>A machine shared with other tests, without hardware support for virtual ones.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-boot-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Isolinux_StartsFromCdAndStick(bool stick)
    {
        IsoResult iso = await MakeAsync(IsoFactory.Request(_folder) with
        {
            WriteIsoImage = TestRoots.Write(
                TestRoots.Bytes("boot/syslinux/isolinux.bin", await File.ReadAllBytesAsync("/usr/lib/ISOLINUX/isolinux.bin", Token)),
                TestRoots.Bytes("boot/syslinux/isohdpfx.bin", await File.ReadAllBytesAsync("/usr/lib/ISOLINUX/isohdpfx.bin", Token)),
                TestRoots.Bytes("boot/syslinux/ldlinux.c32", await File.ReadAllBytesAsync("/usr/lib/syslinux/modules/bios/ldlinux.c32", Token)),
                TestRoots.Text("boot/syslinux/isolinux.cfg", "SERIAL 0 115200\nDEFAULT live\nPROMPT 1\nTIMEOUT 0\nLABEL live\n  KERNEL /boot/kernel.xz\n")),
        });
        Assert.Contains(Prompt, await StartAsync(iso.File, stick, uefi: false, Prompt), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GrubOnBios_StartsFromCdAndStickAndReadsTheKernel(bool stick)
    {
        byte[] eltorito = await MakeGrubAsync("i386-pc-eltorito", "/boot/kernel.xz", "biosdisk", "iso9660", "serial", "terminal", "part_gpt", "part_msdos");
        IsoResult iso = await MakeAsync(IsoFactory.Request(_folder) with
        {
            WriteIsoImage = TestRoots.Write(
                TestRoots.Bytes("boot/grub/i386-pc/eltorito.img", eltorito),
                TestRoots.Bytes("boot/grub/i386-pc/boot_hybrid.img", await File.ReadAllBytesAsync("/usr/lib/grub/i386-pc/boot_hybrid.img", Token))),
        });
        Assert.Contains(Kernel, await StartAsync(iso.File, stick, uefi: false, Kernel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task GrubOnUefi_StartsFromCdAndStickAndReadsTheKernelBesideIt(bool stick, bool isolinux)
    {
        byte[] program = await MakeGrubAsync("x86_64-efi", "/minimal/x86_64/kernel.xz", "fat", "part_gpt", "part_msdos", "iso9660");
        IsoResult iso = await MakeAsync(IsoFactory.Request(_folder) with
        {
            WriteIsoImage = isolinux ? TestRoots.Isolinux : null,
            WriteUefi = TestRoots.Write(TestRoots.Bytes("EFI/BOOT/BOOTX64.EFI", program)),
        });
        Assert.Contains(Kernel, await StartAsync(iso.File, stick, uefi: true, Kernel), StringComparison.Ordinal);
    }

    private static Task<IsoResult> MakeAsync(IsoRequest request) => IsoFactory.MakeAsync(request, [], Token);

    /// <summary>A GRUB that shows a file and stays.</summary>
    private async Task<byte[]> MakeGrubAsync(string format, string kernel, params string[] modules)
    {
        bool serial = modules.Contains("serial");
        string configuration = Path.Combine(_folder, "early.cfg");
        string image = Path.Combine(_folder, "grub.img");
        await File.WriteAllTextAsync(
            configuration,
            (serial ? "serial --unit=0 --speed=115200\nterminal_output serial\n" : "")
                + $"search --no-floppy --file --set=root {kernel}\ncat {kernel}\nsleep 1000\n",
            Token);
        await RunAsync("grub-mkimage", ["-O", format, "-o", image, "-c", configuration, "-p", "/boot/grub",
            "search", "search_fs_file", "echo", "cat", "sleep", "normal", .. modules]);
        return await File.ReadAllBytesAsync(image, Token);
    }

    /// <summary>Runs a machine until the word is said, and gives what it said.</summary>
    private async Task<string> StartAsync(string iso, bool stick, bool uefi, string word)
    {
        string variables = Path.Combine(_folder, "variables.fd");
        File.Copy("/usr/share/OVMF/OVMF_VARS_4M.fd", variables);
        string[] medium = stick
            ? ["-device", "qemu-xhci", "-drive", $"file={iso},format=raw,if=none,id=stick,readonly=on", "-device", "usb-storage,drive=stick,removable=on"]
            : ["-cdrom", iso];
        string[] firmware = uefi
            ?
            [
                "-drive", "if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd",
                "-drive", $"if=pflash,format=raw,unit=1,file={variables}",
            ]
            : [];
        ProcessStartInfo start = new(
            "qemu-system-x86_64", ["-accel", "tcg", "-m", "256", "-display", "none", "-monitor", "none", "-nic", "none", "-serial", "stdio", .. firmware, .. medium])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process machine = Process.Start(start)!;
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        string said = "";
        try
        {
            char[] buffer = new char[1024];
            int count;
            while ((count = await machine.StandardOutput.ReadAsync(buffer, patience.Token)) > 0)
            {
                said += new string(buffer, 0, count);
                if (said.Contains(word, StringComparison.Ordinal))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            // What it said until then tells more than that it took too long.
        }
        finally
        {
            machine.Kill();
            await machine.WaitForExitAsync(CancellationToken.None);
        }
        return said;
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Token);
        Assert.Equal(0, process.ExitCode);
    }
}
