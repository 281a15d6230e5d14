using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Boot;

/// <summary>What is on the sample's media, seen with the tools that users would take.</summary>
public sealed class SampleMediaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-sample-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(BiosLoader.Isolinux)]
    [InlineData(BiosLoader.Grub)]
    public void Checksum_IsThatOfTheMedium(BiosLoader loader)
    {
        string medium = SampleMedia.Find(loader);
        string said = Command.Run(
            "env", "-C", Path.GetDirectoryName(medium)!, "LC_ALL=C", "sha256sum", "--check", "--strict", Path.GetFileName(medium) + ".sha256");

        Assert.Equal(Path.GetFileName(medium) + ": OK\n", said);
    }

    [Theory]
    [InlineData(BiosLoader.Isolinux, "/boot/syslinux/isolinux.bin")]
    [InlineData(BiosLoader.Grub, "/boot/grub/i386-pc/eltorito.img")]
    public void Medium_HoldsTheSystemAndStartsEveryFirmware(BiosLoader loader, string biosImage)
    {
        string[] files = Xorriso(loader, "-find", "/", "-type", "f").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string report = Xorriso(loader, "-report_el_torito", "plain", "-report_system_area", "plain", "-pvd_info");

        foreach (string file in new[] { "/rootfs.squashfs", "/boot/kernel.xz", "/boot/rootfs.xz", "/boot/uefi.img", biosImage })
        {
            Assert.Contains($"'{file}'", files);
        }
        Assert.Contains("Volume Id    : COS_LIVE", report, StringComparison.Ordinal);
        Assert.Matches("El Torito boot img : +1 +BIOS +y ", report);
        Assert.Matches("El Torito boot img : +2 +UEFI +y ", report);
        Assert.Contains("El Torito img path :   1  " + biosImage, report, StringComparison.Ordinal);
        Assert.Contains("El Torito img path :   2  /boot/uefi.img", report, StringComparison.Ordinal);
        Assert.Matches("MBR partition +: +1 ", report);
        Assert.Contains("GPT partition path :   2  /boot/uefi.img", report, StringComparison.Ordinal);
    }

    [Fact]
    public void RootFileSystem_KeepsOwnersAndModesOfTheDistribution()
    {
        string squashfs = Path.Combine(_folder, "rootfs.squashfs");
        Xorriso(BiosLoader.Isolinux, "-osirrox", "on", "-extract", "/rootfs.squashfs", squashfs);
        string pseudo = Path.Combine(_folder, "pseudo");
        Command.Run("unsquashfs", "-pf", pseudo, squashfs);

        // PATH TYPE TIME MODE UID GID …; then the content of all files.
        Dictionary<string, string> found = File.ReadLines(pseudo, System.Text.Encoding.Latin1)
            .TakeWhile(line => line[0] != '#')
            .Select(line => line.Split(' '))
            .Where(fields => fields.Length > 5 && fields[1] is "D" or "R" or "C" or "B" or "P")
            .DistinctBy(fields => fields[0])
            .ToDictionary(fields => fields[0], fields => $"{fields[1]} {fields[3]} {fields[4]} {fields[5]}");

        Assert.Equal("D 755 0 0", found["/"]);
        Assert.Equal("D 1777 0 0", found["tmp"]);
        Assert.Equal("D 700 0 0", found["root"]);
        Assert.Equal("R 4755 0 0", found["usr/bin/sudo"]);
        Assert.Equal("R 2755 0 42", found["usr/bin/chage"]);
        Assert.Equal("R 640 0 42", found["etc/shadow"]);
        Assert.Equal("D 2775 0 8", found["var/mail"]);
        // Mount points are there and empty.
        Assert.All(["dev", "proc", "run", "sys"], folder => Assert.StartsWith("D ", found[folder], StringComparison.Ordinal));
        Assert.DoesNotContain(found.Keys, path => path.StartsWith("dev/", StringComparison.Ordinal));
        // What the boot loader, installers and upgrades count on.
        Assert.All(
            [
                "boot/vmlinuz", "boot/initrd", "usr/bin/cos", "etc/cos/bootargs.cfg", "etc/cos/grub.cfg", "etc/cos/config", "system/oem/02_upgrades.yaml",
                "usr/share/cos/boot/boot.img", "usr/share/cos/boot/core.img", "usr/share/cos/boot/bootx64.efi",
            ],
            file => Assert.StartsWith("R ", found[file], StringComparison.Ordinal));
        Assert.All(["oem", "usr/local"], folder => Assert.Equal("D 755 0 0", found[folder]));
        Assert.Contains("PRETTY_NAME=\"SampleOS 0.1.0\"", Command.Run("unsquashfs", "-cat", squashfs, "/usr/lib/os-release"), StringComparison.Ordinal);
    }

    private static string Xorriso(BiosLoader loader, params string[] arguments) =>
        Command.Run("xorriso", ["-no_rc", "-report_about", "WARNING", "-indev", SampleMedia.Find(loader), .. arguments]);
}
