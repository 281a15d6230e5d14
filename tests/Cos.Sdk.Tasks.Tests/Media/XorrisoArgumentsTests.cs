using Cos.Sdk.Media;

namespace Cos.Sdk.Tests.Media;

public sealed class XorrisoArgumentsTests
{
    [Fact]
    public void Isolinux_HasTheClassicOptionsInTheirOrder() => Assert.EndsWith(
        " -isohybrid-mbr iso/boot/syslinux/isohdpfx.bin -c boot/syslinux/boot.cat -b boot/syslinux/isolinux.bin -no-emul-boot -boot-load-size 4"
            + " -boot-info-table -eltorito-alt-boot -e boot/uefi.img -no-emul-boot -isohybrid-gpt-basdat -o out.iso iso",
        Create(new BootLoaders(BiosLoader.Isolinux, "boot/syslinux", HasUefi: true)),
        StringComparison.Ordinal);

    [Fact]
    public void Grub_IsAHybridOfItsOwn() => Assert.EndsWith(
        " --grub2-mbr iso/boot/grub/i386-pc/boot_hybrid.img -c boot/boot.cat -b boot/grub/i386-pc/eltorito.img -no-emul-boot -boot-load-size 4"
            + " -boot-info-table --grub2-boot-info -eltorito-alt-boot -e boot/uefi.img -no-emul-boot -efi-boot-part --efi-boot-image"
            + " --protective-msdos-label -o out.iso iso",
        Create(new BootLoaders(BiosLoader.Grub, "boot/grub/i386-pc", HasUefi: true)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(BiosLoader.Isolinux)]
    [InlineData(BiosLoader.Grub)]
    public void OnlyBios_NamesNoEfiImage(object loader)
    {
        string options = Create(new BootLoaders((BiosLoader)loader, "boot/x", HasUefi: false));
        Assert.DoesNotContain("-e boot/uefi.img", options, StringComparison.Ordinal);
        Assert.DoesNotContain("-eltorito-alt-boot", options, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyUefi_HasOneImage()
    {
        string options = Create(new BootLoaders(BiosLoader.None, "", HasUefi: true));
        Assert.Contains(" -e boot/uefi.img -no-emul-boot -efi-boot-part", options, StringComparison.Ordinal);
        Assert.DoesNotContain(" -b ", options, StringComparison.Ordinal);
    }

    [Fact]
    public void Always_NothingOfTheMachineCounts()
    {
        string options = Create(new BootLoaders(BiosLoader.None, "", HasUefi: true));
        Assert.StartsWith("-no_rc ", options, StringComparison.Ordinal);
        Assert.Contains(" -r --modification-date=20231114", options, StringComparison.Ordinal);
        Assert.Contains(" --set_all_file_dates 2023111422132000 --gpt_disk_guid ", options, StringComparison.Ordinal);
    }

    private static string Create(BootLoaders loaders) =>
        string.Join(' ', XorrisoArguments.Create(loaders, new MediumIdentity("x", 1_700_000_000), "LABEL", "iso", "out.iso"));
}
