using Cos.Sdk.Diagnostics;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;

namespace Cos.Sdk.Tests.Media;

public sealed class IsoSpecReaderTests : IDisposable
{
    private const string Minimal = """
        packages:
          rootfs: [system/sampleOS]
        initramfs:
          kernel_file: vmlinuz
          rootfs_file: initrd

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-spec-").FullName;
    private readonly DiagnosticBag _diagnostics = [];

    private string SpecPath => Path.Combine(_folder, "iso.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_EveryKey_IsTaken()
    {
        IsoSpec spec = Read("""
            packages:
              rootfs:
                - system/sampleOS
                - utils/jq@>=1.6
              uefi: [live/grub2-efi-image]
              isoimage:
                - live/syslinux
            rootfs_image: registry.example/os
            luet:
              repositories:
                - name: local
                  enable: true
                  urls: [repository]
                  type: disk
                  priority: 5
                - name: off
                  enable: false
                  urls: [elsewhere]
                  type: disk
            initramfs:
              kernel_file: vmlinuz
              rootfs_file: initrd
            label: COS_LIVE
            image_prefix: sampleOS-
            image_name: "0.1.0"
            image_date: true
            uefi_img: ready.img
            arch: arm64
            """)!;

        Assert.Empty(_diagnostics);
        Assert.Equal(["system/sampleOS@>=0", "utils/jq@>=1.6"], spec.RootFs.Select(package => package.ToString()));
        Assert.Equal((SpecPath, 4), (spec.RootFs[1].Location!.File, spec.RootFs[1].Location!.Line));
        Assert.Equal("live/grub2-efi-image", Assert.Single(spec.Uefi).Name.ToString());
        Assert.Equal("live/syslinux", Assert.Single(spec.IsoImage).Name.ToString());
        Assert.Equal("registry.example/os:latest", spec.RootFsImage);
        RepositoryReference repository = Assert.Single(spec.Repositories);
        Assert.Equal(("local", RepositoryType.Disk, 5), (repository.Name, repository.Type, repository.Priority));
        Assert.Equal(("vmlinuz", "initrd", "COS_LIVE", "ready.img", "arm64"), (spec.KernelFile, spec.InitrdFile, spec.Label, spec.UefiImage, spec.Architecture));
        Assert.Equal("sampleOS-0.1.020231114.iso", spec.FileName(1_700_000_000));
    }

    [Theory]
    [InlineData("", "dev.iso")]
    [InlineData("image_date: true", "20231114.iso")]
    [InlineData("image_name: os", "os.iso")]
    [InlineData("image_prefix: my os ", "my os.iso")]
    [InlineData("image_prefix: a-\nimage_name: b\nimage_date: true", "a-b20231114.iso")]
    public void FileName_FollowsTheRulesOfTheClassicTool(string keys, string name) =>
        Assert.Equal(name, Read(Minimal + keys)!.FileName(1_700_000_000));

    [Fact]
    public void Read_OnlyWhatIsNeeded_TakesTheDefaults()
    {
        IsoSpec spec = Read(Minimal)!;
        Assert.Empty(_diagnostics);
        Assert.Equal(("x86_64", "", ""), (spec.Architecture, spec.Label, spec.UefiImage));
    }

    [Theory]
    [InlineData("lable: X", 6, "'label'")]
    [InlineData("colour: blue", 6, "colour")]
    [InlineData("luet:\n  repositories:\n    - {name: a, enable: false, url: [x]}", 8, "'urls'")]
    public void Read_UnknownKey_IsWarnedOfWithItsLine(string keys, int line, string part)
    {
        Assert.NotNull(Read(Minimal + keys));

        Diagnostic warning = Assert.Single(_diagnostics);
        Assert.Equal(DiagnosticSeverity.Warning, warning.Severity);
        Assert.Equal((SpecPath, line), (warning.Location!.File, warning.Location.Line));
        Assert.Contains(part, warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image_date: maybe", "COS1037", 6)]
    [InlineData("label: [a]", "COS1037", 6)]
    [InlineData("luet: 5", "COS1037", 6)]
    [InlineData("luet:\n  repositories:\n    - {name: a, enable: true, type: disk, urls: [x], priority: high}", "COS1037", 8)]
    [InlineData("repository:\n  packages: [repository/mocaccino]", "COS8011", 7)]
    [InlineData("label: A_LABEL_OF_MORE_THAN_THIRTY_TWO_BYTES", "COS8014", 6)]
    [InlineData("label: \"a/b\"", "COS8014", 6)]
    [InlineData("label: größe", "COS8014", 6)]
    [InlineData("image_name: ../x", "COS8016", 6)]
    [InlineData("image_name: .hidden", "COS8016", 6)]
    [InlineData("arch: a/b", "COS8016", 6)]
    [InlineData("image_date: [", "COS1", 6)]
    public void Read_WrongValue_IsAnErrorWithItsLine(string keys, string code, int line)
    {
        Assert.Null(Read(Minimal + keys));

        Diagnostic error = Assert.Single(_diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.StartsWith(code, error.Code, StringComparison.Ordinal);
        Assert.Equal((SpecPath, line), (error.Location!.File, code == "COS1" ? line : error.Location.Line));
    }

    [Theory]
    [InlineData("../vmlinuz")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("$(id)")]
    public void Read_KernelOutsideBoot_IsRefused(string name)
    {
        Assert.Null(Read(Minimal.Replace("vmlinuz", $"'{name}'", StringComparison.Ordinal)));
        Assert.Equal("COS8016", Assert.Single(_diagnostics).Code);
    }

    [Fact]
    public void Read_NothingToBoot_NamesEachMissingKey()
    {
        Assert.Null(Read("label: X\n"));
        Assert.Equal(
            ["initramfs.kernel_file", "initramfs.rootfs_file", "packages.rootfs"],
            _diagnostics.Where(item => item.Code == "COS8013").Select(item => item.Message.Split(' ')[2]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_KeysOfTheClassicToolThatDoNothing_AreWarnedOf()
    {
        Assert.NotNull(Read("""
            packages:
              rootfs: [system/sampleOS]
              initramfs: [a/b]
              keep_luet_db: true
            repository:
              initramfs: [a/b]
            initramfs: {kernel_file: vmlinuz, rootfs_file: initrd}
            """));
        Assert.Equal(["COS8012", "COS8012", "COS8026"], _diagnostics.Select(item => item.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_MissingFile_NamesIt()
    {
        Assert.Null(IsoSpecReader.Read(SpecPath, _diagnostics));
        Assert.Equal("COS8010", Assert.Single(_diagnostics).Code);
    }

    private IsoSpec? Read(string text)
    {
        File.WriteAllText(SpecPath, text);
        return IsoSpecReader.Read(SpecPath, _diagnostics);
    }
}
