using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Cutting;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.Artifacts.Cutting;

public sealed class CuttingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _lookedUp = [];

    public void Dispose() => _folder.Dispose();

    /// <summary>The export of a container as Docker makes it: placeholders cover files of the image.</summary>
    private static Task<byte[]> DockerExportAsync() => Tars.MakeAsync(
        Tars.Text(".dockerenv", "", 0x1ED), Tars.Bare(Tars.Symlink("bin", "usr/bin")), Tars.Bare(Tars.Folder("dev")), Tars.Text("dev/console", "", 0x1ED),
        Tars.Bare(new TarEntry { Path = "dev/null", Kind = TarEntryKind.CharacterDevice, Mode = 0x1B6, DeviceMajor = 1, DeviceMinor = 3 }),
        Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/hostname", "", 0x1ED), Tars.Text("etc/hosts", "", 0x1ED), Tars.Bare(Tars.Symlink("etc/mtab", "/proc/mounts")),
        Tars.Text("etc/resolv.conf", "", 0x1ED), Tars.Text("etc/os-release", "os"), Tars.Bare(Tars.Folder("luetbuild")), Tars.Text("luetbuild/secret", "x"),
        Tars.Bare(Tars.Folder("usr", 0x1C0)), Tars.Bare(Tars.Folder("usr/bin")), Tars.Text("usr/bin/a", "content"), Tars.Bare(Tars.HardLink("usr/bin/b", "usr/bin/a")), Tars.Bare(Tars.HardLink("usr/bin/c", "usr/bin/a")));

    private static readonly Dictionary<string, HiddenFile> Hidden = new(StringComparer.Ordinal)
    {
        ["etc/hosts"] = new(Tars.File("etc/hosts", 4), [.. "real"u8]),
        ["etc/resolv.conf"] = new(Tars.Symlink("etc/resolv.conf", "../run/resolv"), []),
    };

    [Fact]
    public async Task Unpack_TakesTheImageWithoutWhatTheEngineAdds()
    {
        byte[] archive = await UnpackAsync(await DockerExportAsync(), new ArtifactFilter([], []));

        Assert.Equal(
            [
                "l0777 0/0 0 bin -> usr/bin", "d0755 0/0 0 dev", "c0666 0/0 0 dev/null", "d0755 0/0 0 etc", "-0644 0/0 4 etc/hosts",
                "l0777 0/0 0 etc/resolv.conf -> ../run/resolv", "-0644 0/0 2 etc/os-release", "d0700 0/0 0 usr", "d0755 0/0 0 usr/bin",
                "-0644 0/0 7 usr/bin/a", "h0644 0/0 0 usr/bin/b -> usr/bin/a", "h0644 0/0 0 usr/bin/c -> usr/bin/a",
            ],
            await Tars.LinesAsync(archive));
        Assert.Equal(["hidden"], _lookedUp);
    }

    [Fact]
    public async Task Unpack_FiltersOutTheNameWithTheContent_MovesItToTheNextName()
    {
        ArtifactFilter filter = new([Pattern("^/usr/bin/[bc]$")], []);

        byte[] archive = await UnpackAsync(await DockerExportAsync(), filter);

        Assert.Equal(
            ["d0700 0/0 0 usr", "d0755 0/0 0 usr/bin", "-0644 0/0 7 usr/bin/b", "h0644 0/0 0 usr/bin/c -> usr/bin/b"], await Tars.LinesAsync(archive));
        Assert.Equal("content", Encoding.UTF8.GetString((await Tars.ReadAsync(archive))[2].Content));
        Assert.Equal(["/usr/bin/a"], _lookedUp);
    }

    [Fact]
    public async Task Unpack_PlainExportsOfOtherEngines_AreTakenAsTheyAre()
    {
        byte[] export = await Tars.MakeAsync(
            Tars.Bare(Tars.Folder("dev")), Tars.Bare(new TarEntry { Path = "dev/console", Kind = TarEntryKind.CharacterDevice, Mode = 0x180, DeviceMajor = 5, DeviceMinor = 1 }),
            Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/hosts", "127.0.0.1", 0x1A4));

        byte[] archive = await UnpackAsync(export, new ArtifactFilter([], []));

        Assert.Equal(await Tars.LinesAsync(export), await Tars.LinesAsync(archive));
        Assert.Empty(_lookedUp);
    }

    [Fact]
    public async Task Unpack_AnIncludeThatNamesTheSources_TakesThem()
    {
        byte[] archive = await UnpackAsync(await DockerExportAsync(), new ArtifactFilter([Pattern("^/luetbuild/secret")], []));

        Assert.Equal(["d0755 0/0 0 luetbuild", "-0644 0/0 1 luetbuild/secret"], await Tars.LinesAsync(archive));
    }

    [Fact]
    public async Task PackageDirectory_StripsItsPathAndJudgesPlacesInTheImage()
    {
        byte[] content = await Tars.MakeAsync(
            Tars.Bare(Tars.Folder("output", 0x1C0)), Tars.Bare(Tars.Folder("output/usr")), Tars.Text("output/usr/a", "aa"), Tars.Bare(Tars.HardLink("output/usr/b", "output/usr/a")),
            Tars.Bare(Tars.Symlink("output/usr/l", "/output/usr/a")), Tars.Text("output/x.log", "x"));
        DirectoryCutter cutter = new("/output", new ArtifactFilter([], [Pattern(@"^/output/.*\.log$")]).Takes, LookUpAsync);

        byte[] archive = await CutAsync(async writer => Assert.True(await cutter.CutAsync(new AsyncOnlyStream(new MemoryStream(content)), "image", writer, default)));

        Assert.Equal(
            ["d0755 0/0 0 usr", "-0644 0/0 2 usr/a", "h0644 0/0 0 usr/b -> usr/a", "l0777 0/0 0 usr/l -> /output/usr/a"], await Tars.LinesAsync(archive));
    }

    [Fact]
    public async Task PackageDirectory_OfAFile_IsRefused()
    {
        byte[] content = await Tars.MakeAsync(Tars.Text("output", "x"));
        DirectoryCutter cutter = new("/output", _ => true, LookUpAsync);

        await CutAsync(async writer => Assert.False(await cutter.CutAsync(new MemoryStream(content), "image", writer, default)));
    }

    [Fact]
    public async Task Subpackage_TakesItsPartWithHardLinksWhole()
    {
        await using (PackageArchiveWriter parent = new(_folder["parent.tar.zst"], Compression.Parse("zstd", ""), 0))
        {
            foreach ((TarEntry entry, byte[] content) in new[]
            {
                Tars.Bare(Tars.Folder("usr")), Tars.Bare(Tars.Folder("usr/bin", 0x1C0)), Tars.Text("usr/bin/a", "content"), Tars.Bare(Tars.Folder("usr/lib")),
                Tars.Bare(Tars.HardLink("usr/lib/b", "usr/bin/a")), Tars.Bare(Tars.HardLink("usr/lib/c", "usr/bin/a")), Tars.Text("usr/lib/other", "o"), Tars.Bare(Tars.Folder("usr/share")),
            })
            {
                await parent.AddAsync(entry, new MemoryStream(content), default);
            }
            await parent.CompleteAsync(default);
        }
        SubpackageCutter cutter = new(new ArtifactFilter([Pattern("/[bc]$")], []).Takes, _folder["spool"]);

        byte[] archive = await CutAsync(writer => cutter.CutAsync(_folder["parent.tar.zst"], null, writer, default));

        Assert.Equal(
            ["d0755 0/0 0 usr", "d0755 0/0 0 usr/lib", "-0644 0/0 7 usr/lib/b", "h0644 0/0 0 usr/lib/c -> usr/lib/b"], await Tars.LinesAsync(archive));
        Assert.Equal("content", Encoding.UTF8.GetString((await Tars.ReadAsync(archive))[2].Content));
    }

    [Fact]
    public async Task HiddenContentThatIsGone_IsReportedByName()
    {
        byte[] export = await Tars.MakeAsync(Tars.Text("a", "content"), Tars.Bare(Tars.HardLink("b", "a")));
        RootFileSystemCutter cutter = new(path => path == "/b", NoHiddenAsync, (_, _) => Task.FromResult<ContentLease?>(null));

        CosException error = await Assert.ThrowsAsync<CosException>(() => CutAsync(writer => cutter.CutAsync(new MemoryStream(export), "image", writer, default)));

        Assert.Equal("COS6031", error.Diagnostics[0].Code);
    }

    private Task<byte[]> UnpackAsync(byte[] export, ArtifactFilter filter)
    {
        RootFileSystemCutter cutter = new(filter.Takes, LookUpHiddenAsync, LookUpAsync);
        return CutAsync(writer => cutter.CutAsync(new AsyncOnlyStream(new MemoryStream(export), 5000), "image", writer, default));
    }

    private async Task<byte[]> CutAsync(Func<PackageArchiveWriter, Task> cut)
    {
        await using PackageArchiveWriter writer = new(_folder["made.tar"], Compression.None, 1000);
        await cut(writer);
        await writer.CompleteAsync(default);
        return await File.ReadAllBytesAsync(_folder["made.tar"]);
    }

    private Task<IReadOnlyDictionary<string, HiddenFile>> LookUpHiddenAsync(CancellationToken cancellationToken)
    {
        _lookedUp.Add("hidden");
        return Task.FromResult<IReadOnlyDictionary<string, HiddenFile>>(Hidden);
    }

    private static Task<IReadOnlyDictionary<string, HiddenFile>> NoHiddenAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, HiddenFile>>(ImmutableDictionary<string, HiddenFile>.Empty);

    private async Task<ContentLease?> LookUpAsync(string path, CancellationToken cancellationToken)
    {
        _lookedUp.Add(path);
        byte[] archive = await Tars.MakeAsync(Tars.Text(path[(path.LastIndexOf('/') + 1)..], "content"));
        return await ContentLease.OpenFirstAsync(new MemoryStream(archive), "image", cancellationToken);
    }

    private static Sdk.Trees.PathPattern Pattern(string pattern) => new(pattern, new SourceLocation("build.yaml"));
}
