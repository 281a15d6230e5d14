using Cos.Sdk.Diagnostics;
using Cos.Sdk.Media;

namespace Cos.Sdk.Tests.Media;

public sealed class BootConfigurationTests : IDisposable
{
    private static readonly SourceLocation Spec = new("/project/iso.yaml");

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("APPEND root=live:CDLABEL=COS_LIVE rd.live.dir=/", "COS_LIVE")]
    [InlineData("linux /boot/kernel.xz cdroot root=live:CDLABEL=OTHER", "OTHER")]
    [InlineData("linux /k root=live:LABEL=OTHER", "OTHER")]
    [InlineData("linux /k root=LABEL=OTHER rw", "OTHER")]
    [InlineData("linux /k \"root=live:CDLABEL=TWO\\x20WORDS\"", "TWO WORDS")]
    public void LabelCheck_FindsWhatTheKernelLooksFor(string line, string label)
    {
        Write("boot/grub2/grub.cfg", "# root=live:CDLABEL=COMMENT\n" + line + "\n");

        Assert.Empty(Check(label));
        Diagnostic warning = Assert.Single(Check("COS_TEST"));
        Assert.Equal("COS8015", warning.Code);
        Assert.Contains($"boot/grub2/grub.cfg (line 2) looks for '{label}'", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LABEL live")]
    [InlineData("rd.cos.mount=LABEL=COS_OEM:/oem")]
    [InlineData("root=live:CDLABEL=$label")]
    [InlineData("root=/dev/sda1")]
    public void LabelCheck_OtherLabels_DoNotCount(string line)
    {
        Write("loader/entries/live.conf", line + "\n");
        Assert.Empty(Check("COS_TEST"));
    }

    [Fact]
    public void LabelCheck_BinaryAndOtherFiles_AreNotRead()
    {
        Write("EFI/BOOT/BOOTX64.EFI", "root=live:CDLABEL=X");
        Assert.Empty(Check("COS_TEST"));
    }

    [Fact]
    public void BootLoaders_AreFoundByTheirFiles()
    {
        Assert.Equal("COS8020", Fail(hasUefi: false).Code);
        Assert.Equal(new BootLoaders(BiosLoader.None, "", HasUefi: true), BootLoaders.Find(_folder, hasUefi: true, Spec));

        Write("boot/grub2/i386-pc/eltorito.img", "");
        Assert.Equal("COS8021", Fail(hasUefi: true).Code);
        Write("boot/grub2/i386-pc/boot_hybrid.img", "");
        Assert.Equal(new BootLoaders(BiosLoader.Grub, "boot/grub2/i386-pc", HasUefi: false), BootLoaders.Find(_folder, hasUefi: false, Spec));

        Write("boot/syslinux/isolinux.bin", "");
        Assert.Contains("isohdpfx.bin", Fail(hasUefi: true).Message, StringComparison.Ordinal);
        Write("boot/syslinux/isohdpfx.bin", "");
        Assert.Equal(new BootLoaders(BiosLoader.Isolinux, "boot/syslinux", HasUefi: true), BootLoaders.Find(_folder, hasUefi: true, Spec));
    }

    private DiagnosticBag Check(string label)
    {
        DiagnosticBag diagnostics = [];
        LabelCheck.Run(_folder, label, Spec, diagnostics);
        return diagnostics;
    }

    private Diagnostic Fail(bool hasUefi) =>
        Assert.Single(Assert.Throws<CosException>(() => BootLoaders.Find(_folder, hasUefi, Spec)).Diagnostics);

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
