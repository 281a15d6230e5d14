using System.Formats.Tar;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class EngineAdditionsTests
{
    private static readonly DateTimeOffset Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Theory]
    [InlineData(".dockerenv")]
    [InlineData("etc/hosts")]
    [InlineData("./etc/resolv.conf")]
    [InlineData("dev/console")]
    public void Contains_EmptyFileToMountOn_IsTheEngines(string name) => Assert.True(EngineAdditions.Contains(File(name), Created));

    [Theory]
    [InlineData("dev/pts/", true)]
    [InlineData("sys/", true)]
    [InlineData("etc/", false)]
    [InlineData("srv/", false)]
    public void Contains_Folder_IsTheEnginesWhereItMounts(string name, bool expected) => Assert.Equal(
        expected, EngineAdditions.Contains(new PaxTarEntry(TarEntryType.Directory, name) { ModificationTime = Created }, Created));

    [Fact]
    public void Contains_LinkToMounts_IsTheEngines() => Assert.True(EngineAdditions.Contains(
        new PaxTarEntry(TarEntryType.SymbolicLink, "etc/mtab") { LinkName = "/proc/mounts", ModificationTime = Created.AddSeconds(1) }, Created));

    [Fact]
    public void Contains_ImagesOwnFile_IsNot()
    {
        Assert.False(EngineAdditions.Contains(File("etc/hosts", UnixFileMode.UserRead), Created));
        Assert.False(EngineAdditions.Contains(File("etc/passwd"), Created));
        PaxTarEntry folder = new(TarEntryType.Directory, "proc/") { ModificationTime = Created };
        Assert.False(EngineAdditions.Contains(folder, Created.AddSeconds(1)));
        Assert.False(EngineAdditions.Contains(folder, null));
        using MemoryStream content = new([1]);
        PaxTarEntry filled = File("etc/hosts");
        filled.DataStream = content;
        Assert.False(EngineAdditions.Contains(filled, Created));
    }

    private static PaxTarEntry File(string name, UnixFileMode mode = (UnixFileMode)0b111_101_101) =>
        new(TarEntryType.RegularFile, name) { Mode = mode, ModificationTime = Created };
}
