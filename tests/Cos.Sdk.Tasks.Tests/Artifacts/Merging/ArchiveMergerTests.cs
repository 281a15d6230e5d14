using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Merging;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.Artifacts.Merging;

public sealed class ArchiveMergerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _count;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Merge_SamePaths_TakesTheLaterOne()
    {
        byte[] merged = await MergeAsync(
            await ArchiveAsync(Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/a", "old"), Tars.Text("etc/kept", "kept")),
            await ArchiveAsync(Tars.Bare(Tars.Folder("etc", 0x1C0)), Tars.Text("etc/a", "newer"), Tars.Bare(Tars.Folder("tmp", 0x3FF))));

        Assert.Equal(["d0700 0/0 0 etc", "d1777 0/0 0 tmp", "-0644 0/0 4 etc/kept", "-0644 0/0 5 etc/a"], await Tars.LinesAsync(merged));
    }

    [Fact]
    public async Task Merge_PathsBelowALinkOfAnotherArchive_FollowIt()
    {
        MergeSource @base = await ArchiveAsync(
            Tars.Bare(Tars.Folder("usr")), Tars.Bare(Tars.Folder("usr/lib")), Tars.Bare(Tars.Symlink("lib", "usr/lib")), Tars.Bare(Tars.Symlink("abs", "/usr/lib")));
        MergeSource module = await ArchiveAsync(
            Tars.Bare(Tars.Folder("lib")), Tars.Bare(Tars.Folder("lib/modules")), Tars.Text("lib/modules/m", "m"), Tars.Text("abs/x", "x"));

        foreach (MergeSource[] order in new MergeSource[][] { [@base, module], [module, @base] })
        {
            string[] lines = await Tars.LinesAsync(await MergeAsync(order));
            Assert.Equal(
                ["-0644 0/0 1 usr/lib/modules/m", "-0644 0/0 1 usr/lib/x", "d0755 0/0 0 usr", "d0755 0/0 0 usr/lib", "d0755 0/0 0 usr/lib/modules", "l0777 0/0 0 abs -> /usr/lib", "l0777 0/0 0 lib -> usr/lib"],
                lines.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Merge_HardLinksWhoseFirstNameIsReplaced_KeepTheirContent()
    {
        byte[] merged = await MergeAsync(
            await ArchiveAsync(Tars.Text("a", "shared"), Tars.Bare(Tars.HardLink("b", "a")), Tars.Bare(Tars.HardLink("c", "b"))),
            await ArchiveAsync(Tars.Text("a", "own")));

        Assert.Equal(["-0644 0/0 6 b", "h0644 0/0 0 c -> b", "-0644 0/0 3 a"], await Tars.LinesAsync(merged));
        Assert.Equal("shared", Encoding.UTF8.GetString((await Tars.ReadAsync(merged))[0].Content));
    }

    [Fact]
    public async Task Merge_FileOverFolderAndFolderOverFile_LeavesNoneOfTheOther()
    {
        byte[] merged = await MergeAsync(
            await ArchiveAsync(Tars.Bare(Tars.Folder("d")), Tars.Text("d/below", "x"), Tars.Text("f", "x")),
            await ArchiveAsync(Tars.Text("d", "file"), Tars.Bare(Tars.Folder("f")), Tars.Text("f/below", "y")));

        Assert.Equal(["d0755 0/0 0 f", "-0644 0/0 4 d", "-0644 0/0 1 f/below"], await Tars.LinesAsync(merged));
    }

    [Fact]
    public async Task Merge_AttributesAndDevices_Survive()
    {
        byte[] merged = await MergeAsync(await ArchiveAsync(
            (Tars.File("ping", 1).With("security.capability", 0xFF, 0x00, 0x0A), [1]),
            Tars.Bare(new TarEntry { Path = "null", Kind = TarEntryKind.CharacterDevice, Mode = 0x1B6, DeviceMajor = 1, DeviceMinor = 3 })));

        var entries = await Tars.ReadAsync(merged);
        Assert.Equal([0xFF, 0x00, 0x0A], Tars.Attribute(entries[0].Entry, "security.capability"));
        Assert.Equal((1, 3), (entries[1].Entry.DeviceMajor, entries[1].Entry.DeviceMinor));
    }

    [Fact]
    public async Task Merge_AnArchiveThatIsNotTheNamedOne_IsRefusedBeforeAnythingIsWritten()
    {
        MergeSource source = await ArchiveAsync(Tars.Text("a", "x"));
        using MemoryStream output = new();

        CosException error = await Assert.ThrowsAsync<CosException>(
            () => ArchiveMerger.WriteAsync([source with { Sha256 = new string('0', 64) }], output, default));

        Assert.Equal("COS6022", error.Diagnostics[0].Code);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task Merge_HardLinksToNothing_AreRefused()
    {
        MergeSource source = await ArchiveAsync(Tars.Bare(Tars.HardLink("a", "nothing")));

        CosException error = await Assert.ThrowsAsync<CosException>(() => MergeAsync(source));

        Assert.Equal("COS6044", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Merge_LinksThatGoRound_DoNotHang()
    {
        byte[] merged = await MergeAsync(await ArchiveAsync(Tars.Bare(Tars.Symlink("a", "b")), Tars.Bare(Tars.Symlink("b", "a")), Tars.Text("a/x", "x")));

        Assert.Contains("-0644 0/0 1 a/x", await Tars.LinesAsync(merged));
    }

    private async Task<MergeSource> ArchiveAsync(params (TarEntry Entry, byte[] Content)[] entries)
    {
        string file = _folder[$"{_count++}.tar.zst"];
        await using PackageArchiveWriter writer = new(file, Compression.Parse("zstd", "1"), 1000);
        foreach ((TarEntry entry, byte[] content) in entries)
        {
            await writer.AddAsync(entry, new MemoryStream(content), default);
        }
        return new MergeSource(file, (await writer.CompleteAsync(default)).Sha256);
    }

    private static async Task<byte[]> MergeAsync(params MergeSource[] sources)
    {
        using MemoryStream output = new();
        await ArchiveMerger.WriteAsync(sources, new AsyncOnlyStream(output), default);
        return output.ToArray();
    }
}
