using System.Diagnostics;
using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Media;
using Cos.Sdk.Tools;

namespace Cos.Sdk.IntegrationTests.Media;

public sealed class IsoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-iso-").FullName;
    private readonly DiagnosticBag _diagnostics = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task IsolinuxAndUefi_HasTheClassicLayout()
    {
        IsoResult result = await MakeAsync(Request());

        Assert.Empty(_diagnostics);
        Assert.Equal(new BootLoaders(BiosLoader.Isolinux, "boot/syslinux", HasUefi: true), result.Loaders);
        string report = await XorrisoAsync("-report_el_torito", "plain", "-report_system_area", "plain", "-pvd_info");
        Assert.Contains("El Torito img path :   1  /boot/syslinux/isolinux.bin", report, StringComparison.Ordinal);
        Assert.Contains("El Torito img path :   2  /boot/uefi.img", report, StringComparison.Ordinal);
        Assert.Contains("El Torito cat path : /boot/syslinux/boot.cat", report, StringComparison.Ordinal);
        Assert.Contains("isohybrid", report, StringComparison.Ordinal);
        Assert.Contains("Volume Id    : COS_TEST", report, StringComparison.Ordinal);
        Assert.Contains("Creation Time: 20231114", report, StringComparison.Ordinal);
        string[] files = (await XorrisoAsync("-find", "/", "-type", "f")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "'/boot/kernel.xz'", "'/boot/rootfs.xz'", "'/boot/syslinux/isohdpfx.bin'", "'/boot/syslinux/isolinux.bin'",
                "'/boot/syslinux/isolinux.cfg'", "'/boot/uefi.img'", "'/rootfs.squashfs'",
            ],
            files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task GrubAndUefi_IsAHybridWithAPartitionForFirmware()
    {
        IsoResult result = await MakeAsync(Request() with { WriteIsoImage = TestRoots.Grub });

        Assert.Equal(BiosLoader.Grub, result.Loaders.Bios);
        string report = await XorrisoAsync("-report_el_torito", "plain", "-report_system_area", "plain");
        Assert.Contains("/boot/grub/i386-pc/eltorito.img", report, StringComparison.Ordinal);
        Assert.Contains("grub2-mbr", report, StringComparison.Ordinal);
        Assert.Contains("GPT partition path :   2  /boot/uefi.img", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyUefi_BootsFirmwareAndNothingElse()
    {
        IsoResult result = await MakeAsync(Request() with { WriteIsoImage = null });

        Assert.Equal(new BootLoaders(BiosLoader.None, "", HasUefi: true), result.Loaders);
        string report = await XorrisoAsync("-report_el_torito", "plain", "-report_system_area", "plain");
        Assert.Contains("El Torito boot img :   1  UEFI", report, StringComparison.Ordinal);
        Assert.Contains("GPT partition path :   2  /boot/uefi.img", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OnlyBios_HasNoEfiImage(bool isolinux)
    {
        await MakeAsync(Request() with { WriteIsoImage = isolinux ? TestRoots.Isolinux : TestRoots.Grub, WriteUefi = null });

        string report = await XorrisoAsync("-report_el_torito", "plain", "-report_system_area", "plain");
        Assert.Contains("El Torito boot img :   1  BIOS", report, StringComparison.Ordinal);
        Assert.DoesNotContain("UEFI", report, StringComparison.Ordinal);
        Assert.Contains("MBR partition", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoBootLoader_IsRefusedBeforeTheSquashfsIsMade()
    {
        bool written = false;
        IsoRequest request = Request() with
        {
            WriteIsoImage = TestRoots.Write(TestRoots.Text("readme", "x")),
            WriteUefi = null,
            WriteRootFs = (_, _) => Task.FromException(new InvalidOperationException($"{written = true}")),
        };
        Assert.Equal("COS8020", (await FailAsync(request)).Code);
        Assert.False(written);
    }

    [Fact]
    public async Task MadeTwice_IsTheSameToTheByte()
    {
        IsoResult first = await MakeAsync(Request());
        byte[] bytes = await File.ReadAllBytesAsync(first.File, Token);
        // Every clock that might count has moved on: FAT has steps of two seconds.
        await Task.Delay(TimeSpan.FromSeconds(2.1), Token);

        IsoResult second = await MakeAsync(Request() with { WorkFolder = Path.Combine(_folder, "elsewhere") });

        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(second.File, Token));
    }

    [Fact]
    public async Task OtherContent_HasOtherIdentifiers()
    {
        await MakeAsync(Request());
        string first = await XorrisoAsync("-report_system_area", "plain", "-pvd_info");
        IsoRequest other = Request();
        await MakeAsync(other with { Plan = other.Plan with { RootFs = [new MediumPackage("system/other@1", new string('1', 64))] } });
        string second = await XorrisoAsync("-report_system_area", "plain", "-pvd_info");

        Assert.NotEqual(Line(first, "GPT disk GUID"), Line(second, "GPT disk GUID"));
        Assert.NotEqual(Line(first, "Modif. Time"), Line(second, "Modif. Time"));
    }

    /// <summary>The whole of it in a process without any right.</summary>
    [Fact]
    public async Task MadeByAnOrdinaryUser_IsTheSameToTheByte()
    {
        IsoResult mine = await MakeAsync(Request());
        string theirs = Directory.CreateTempSubdirectory("cos-iso-nobody-").FullName;
        try
        {
            File.SetUnixFileMode(theirs, (UnixFileMode)0b111_111_111);
            string[] asNobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : [];
            string[] command = [.. asNobody, Environment.ProcessPath!];
            ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(IsoTests).Assembly.Location;
            start.Environment[StartupHook.FolderVariable] = theirs;
            start.Environment["HOME"] = theirs;
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(Token);
            string output = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);

            Assert.True(process.ExitCode == 0, await errors);
            Assert.Equal(mine.Sha256, output.Trim());
        }
        finally
        {
            Directory.Delete(theirs, recursive: true);
        }
    }

    [Fact]
    public async Task RootFileSystem_KeepsOwnersModesDevicesLinksAndCapabilities()
    {
        await MakeAsync(Request());
        string squashfs = await ExtractAsync("/rootfs.squashfs", "rootfs.squashfs");

        string pseudo = Path.Combine(_folder, "pseudo");
        await RunAsync(ToolName.Unsquashfs, "-pf", pseudo, squashfs);
        string[] lines = [.. File.ReadLines(pseudo).TakeWhile(line => line[0] != '#')];
        Assert.Equal("/ D 1700000000 755 0 0", lines[0]);
        Assert.Contains("home/user D 1700000000 700 1000 1000", lines);
        Assert.Contains("dev/null C 1700000000 666 0 0 1 3", lines);
        Assert.Contains(lines, line => line.StartsWith("usr/bin/su R 1699999995 4755 0 0 2 ", StringComparison.Ordinal));
        Assert.Contains("usr/bin/ping6 L usr/bin/ping", lines);
        Assert.Contains("boot/initrd S 1699999995 777 0 0 /usr/lib/initrd-6.1", lines);
        Assert.Contains(lines, line => line.StartsWith("usr/lib/young R 1700000000 644 0 0 5 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("usr/lib/größe R ", StringComparison.Ordinal));

        Assert.Contains("Number of xattr ids 1", (await RunAsync(ToolName.Unsquashfs, "-s", squashfs)).Output, StringComparison.Ordinal);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(ToolName.Unsquashfs, "-no-progress", "-d", "root", squashfs, "usr/bin/ping");
            Assert.Equal(TestRoots.Capability, ExtendedAttributes.Get(Path.Combine(_folder, "root/usr/bin/ping"), "security.capability"));
        }
    }

    [Fact]
    public async Task KernelAndInitialRamDisk_AreFoundThroughLinksInsideTheRoot()
    {
        await MakeAsync(Request());

        Assert.Equal("the kernel", await File.ReadAllTextAsync(await ExtractAsync("/boot/kernel.xz", "k"), Token));
        Assert.Equal("the initial RAM disk", await File.ReadAllTextAsync(await ExtractAsync("/boot/rootfs.xz", "i"), Token));
    }

    [Fact]
    public async Task EfiFileSystem_HoldsThePackagesAndWhatBootsAlone()
    {
        await MakeAsync(Request());
        string image = await ExtractAsync("/boot/uefi.img", "uefi.img");

        Assert.Equal("an EFI program", await FatAsync("mtype", image, "::/EFI/BOOT/BOOTX64.EFI"));
        Assert.Equal("an EFI program", await FatAsync("mtype", image, "::/EFI/BOOT/grubx64.efi"));
        Assert.Equal("text", await FatAsync("mtype", image, "::/EFI/BOOT/a file with quite a long name.cfg"));
        Assert.Equal("the kernel", await FatAsync("mtype", image, "::/minimal/x86_64/kernel.xz"));
        Assert.Equal("the initial RAM disk", await FatAsync("mtype", image, "::/minimal/x86_64/rootfs.xz"));
        Assert.Contains("FAT16", await FatAsync("minfo", image, "::"), StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(image).Length % 2048);
    }

    [Fact]
    public async Task ReadyEfiImage_IsTakenAsItIs()
    {
        string ready = Path.Combine(_folder, "ready.img");
        byte[] content = RandomNumberGenerator.GetBytes(64 * 1024);
        await File.WriteAllBytesAsync(ready, content, Token);

        await MakeAsync(Request() with { UefiImageFile = ready, WriteUefi = (_, _) => throw new InvalidOperationException() });

        Assert.Equal(content, await File.ReadAllBytesAsync(await ExtractAsync("/boot/uefi.img", "uefi.img"), Token));
        Assert.Equal("COS8017", (await FailAsync(Request() with { UefiImageFile = ready + "x" })).Code);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("xz")]
    [InlineData("gzip")]
    [InlineData("lz4")]
    [InlineData("lzo")]
    public async Task EveryCompression_IsUsed(string compression)
    {
        IsoRequest request = Request();
        await MakeAsync(request with { Plan = request.Plan with { Compression = compression } });

        string status = (await RunAsync(ToolName.Unsquashfs, "-s", await ExtractAsync("/rootfs.squashfs", "r"))).Output;
        Assert.Contains($"Compression {compression}", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checksum_IsWhatSha256sumReads()
    {
        IsoResult result = await MakeAsync(Request());

        Assert.Equal($"{result.Sha256}  test.iso\n", await File.ReadAllTextAsync(result.ChecksumFile, Token));
        using Process check = Process.Start(new ProcessStartInfo("sha256sum", ["-c", "--strict", "test.iso.sha256"])
        {
            WorkingDirectory = Path.GetDirectoryName(result.File)!,
            RedirectStandardOutput = true,
        })!;
        await check.WaitForExitAsync(Token);
        Assert.Equal(0, check.ExitCode);
        Assert.Equal(2, Directory.GetFileSystemEntries(Path.GetDirectoryName(result.File)!).Length);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "work with blank")));
    }

    [Fact]
    public async Task KernelIsMissing_SaysWhatThereIs()
    {
        IsoRequest request = Request();
        Diagnostic diagnostic = await FailAsync(request with { Plan = request.Plan with { KernelFile = "bzImage" } });

        Assert.Equal("COS8018", diagnostic.Code);
        Assert.Contains("/boot/bzImage", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("initrd, vmlinuz, vmlinuz-6.1", diagnostic.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(request.OutputFile));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("vmlinuz")]
    public async Task KernelIsALinkToNothing_IsNotLookedForOnThisMachine(string target)
    {
        IsoRequest request = Request() with
        {
            WriteRootFs = TestRoots.Write(TestRoots.Folder("boot"), TestRoots.Link("boot/vmlinuz", target), TestRoots.Text("boot/initrd", "x")),
        };
        Assert.Equal("COS8019", (await FailAsync(request)).Code);
    }

    [Fact]
    public async Task BootConfigurationLooksForAnotherLabel_IsWarnedOf()
    {
        IsoRequest request = Request();
        await MakeAsync(request with { Plan = request.Plan with { Label = "COS_LIVE" } });

        Diagnostic warning = Assert.Single(_diagnostics);
        Assert.Equal(("COS8015", "/project/iso.yaml"), (warning.Code, warning.Location!.File));
        Assert.Contains("boot/syslinux/isolinux.cfg (line 3)", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RootFileSystemBreaksOff_NothingIsDelivered()
    {
        IsoRequest request = Request();
        await MakeAsync(request);
        DateTime made = File.GetLastWriteTimeUtc(request.OutputFile);

        await Assert.ThrowsAsync<InvalidDataException>(() => MakeAsync(request with
        {
            WriteRootFs = async (stream, token) =>
            {
                await stream.WriteAsync(new byte[512], token);
                throw new InvalidDataException("archive is damaged");
            },
        }));

        Assert.Equal(made, File.GetLastWriteTimeUtc(request.OutputFile));
        Assert.Empty(Directory.GetFileSystemEntries(request.WorkFolder));
    }

    [Fact]
    public async Task TooLittleRoom_IsSaidBeforeAnyWork() =>
        Assert.Equal("COS6", (await FailAsync(Request() with { RootFsSize = long.MaxValue / 4 })).Code[..4]);

    [Fact]
    public async Task LargeEfiFileSystem_FitsExactly()
    {
        byte[] large = RandomNumberGenerator.GetBytes(60 << 20);
        await MakeAsync(Request() with
        {
            WriteUefi = TestRoots.Write(
            [
                TestRoots.Folder("EFI"), TestRoots.Bytes("EFI/large", large),
                .. Enumerable.Range(0, 300).Select(i => TestRoots.Text($"modules/a module with a long name {i:000}.mod", new string('m', i * 7))),
            ]),
        });
        string image = await ExtractAsync("/boot/uefi.img", "uefi.img");

        Assert.InRange(new FileInfo(image).Length, large.Length, large.Length + (2 << 20));
        string copy = Path.Combine(_folder, "large");
        await RunAsync(ToolName.Mtools, "-c", "mcopy", "-i", image, "::/EFI/large", copy);
        Assert.Equal(large, await File.ReadAllBytesAsync(copy, Token));
        Assert.Equal(new string('m', 299 * 7), await FatAsync("mtype", image, "::/modules/a module with a long name 299.mod"));
    }

    private IsoRequest Request() => IsoFactory.Request(_folder);

    private Task<IsoResult> MakeAsync(IsoRequest request) => IsoFactory.MakeAsync(request, _diagnostics, Token);

    private async Task<Diagnostic> FailAsync(IsoRequest request) =>
        Assert.Single((await Assert.ThrowsAsync<CosException>(() => MakeAsync(request))).Diagnostics);

    private async Task<string> XorrisoAsync(params string[] arguments) =>
        (await RunAsync(ToolName.Xorriso, ["-no_rc", "-report_about", "WARNING", "-indev", Request().OutputFile, .. arguments])).Output;

    private async Task<string> ExtractAsync(string path, string name)
    {
        string target = Path.Combine(_folder, name);
        await RunAsync(ToolName.Xorriso, "-no_rc", "-osirrox", "on", "-indev", Request().OutputFile, "-extract", path, target);
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return target;
    }

    private async Task<string> FatAsync(string program, string image, string path) =>
        (await RunAsync(ToolName.Mtools, "-c", program, "-i", image, path)).Output;

    private Task<ToolResult> RunAsync(ToolName tool, params string[] arguments) =>
        IsoFactory.Tools.RunAsync(new ToolInvocation { Tool = tool, Arguments = [.. arguments], WorkingDirectory = _folder }, Token);

    private static string Line(string report, string name) =>
        report.Split('\n').First(line => line.Contains(name, StringComparison.Ordinal));
}
