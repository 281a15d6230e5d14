using Cos.Sdk.Diagnostics;
using Cos.Sdk.Media;

namespace Cos.Sdk.Tests.Media;

public sealed class EfiContentTests
{
    [Theory]
    [InlineData("EFI/BOOT/BOOTX64.EFI")]
    [InlineData("a name with blanks.cfg")]
    [InlineData("größe/ñ.txt")]
    [InlineData(".hidden")]
    public void Check_NamesThatFatHas_AreAccepted(string path) => EfiContent.Check([File(path)]);

    [Theory]
    [InlineData("a:b")]
    [InlineData("EFI/what?/x")]
    [InlineData("trailing.")]
    [InlineData("trailing ")]
    [InlineData("a*b")]
    [InlineData("a[b]")]
    [InlineData("a\u0001")]
    public void Check_NamesThatFatHasNot_AreRefused(string path) => Assert.Equal("COS8022", Fail(File(path)).Code);

    [Fact]
    public void Check_NamesThatAreOne_AreRefused()
    {
        Assert.Equal("COS8023", Fail(File("EFI/a"), File("efi/b")).Code);
        Assert.Equal("COS8023", Fail(File("EFI/a"), File("EFI/A")).Code);
    }

    [Fact]
    public void Check_FileOfFourGigabytes_IsRefused() => Assert.Equal("COS8025", Fail(File("large") with { Size = 1L << 32 }).Code);

    [Fact]
    public void Layout_Little_IsTheSmallestFat16()
    {
        FatLayout layout = FatLayout.For([File("EFI/BOOT/BOOTX64.EFI")]);
        Assert.Equal((1, 32, false), (layout.SectorsPerCluster, layout.RootSectors, layout.IsFat32));
        Assert.InRange(layout.Sectors, 4200, 4400);
    }

    [Theory]
    [InlineData(60, 2)]
    [InlineData(100, 4)]
    [InlineData(300, 16)]
    [InlineData(1500, 64)]
    public void Layout_FollowsTheContent(int megabytes, int sectorsPerCluster)
    {
        FatLayout layout = FatLayout.For([File("x") with { Size = (long)megabytes << 20 }]);
        Assert.Equal((sectorsPerCluster, false), (layout.SectorsPerCluster, layout.IsFat32));
        Assert.InRange(layout.Sectors * 512, (long)megabytes << 20, ((long)megabytes << 20) + (1 << 20));
        Assert.Equal(0, layout.Sectors % 64);
    }

    [Fact]
    public void Layout_BeyondFat16_IsFat32() => Assert.True(FatLayout.For([File("x") with { Size = 3L << 30 }]).IsFat32);

    [Fact]
    public void Layout_ManyFilesInTheRoot_HaveRoom()
    {
        FatLayout layout = FatLayout.For([.. Enumerable.Range(0, 1000).Select(i => File($"a file with quite a long name {i}"))]);
        // Four entries a file: three for the long name, one for the file.
        Assert.InRange(layout.RootSectors, 1000 * 4 * 32 / 512, (1000 * 4 * 32 / 512) + 1);
    }

    private static EfiFile File(string path) => new(path, "efi/" + path, 1000);

    private static Diagnostic Fail(params EfiFile[] files) =>
        Assert.Single(Assert.Throws<CosException>(() => EfiContent.Check(files)).Diagnostics);
}
