using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Repositories;

public sealed class InstallerTests : IDisposable
{
    private readonly TestRepository _repository = new("test");
    private readonly DiagnosticBag _diagnostics = [];

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task WriteAsync_OnePackage_PassesItsEntriesOnWithTheFoldersAbove(string compression)
    {
        TarEntry device = new() { Path = "dev/null", Kind = TarEntryKind.CharacterDevice, Mode = 0x1B6, DeviceMajor = 1, DeviceMinor = 3 };
        (TarEntry ping, byte[] content) = Tars.Text("usr/bin/ping", "elf", 0x9ED);
        await _repository.AddAsync(
            "c/one@1.0", [], [Tars.Bare(device), (ping.With("security.capability", 1, 2, 3) with { UserId = 4, ModificationTime = 9999 }, content), Tars.Bare(Tars.HardLink("usr/bin/ping6", "usr/bin/ping"))],
            Compression.ParseName(compression));

        List<(TarEntry Entry, byte[] Content)> root = await InstallAsync("c/one");
        Assert.Equal(
            ["d0755 0/0 0 dev", "c0666 0/0 0 dev/null", "d0755 0/0 0 usr", "d0755 0/0 0 usr/bin", "-4755 4/0 3 usr/bin/ping", "h0644 0/0 0 usr/bin/ping6 -> usr/bin/ping"],
            root.Select(item => Tars.Line(item.Entry)));
        Assert.Equal([1, 2, 3], Tars.Attribute(root[4].Entry, "security.capability"));
        Assert.Equal("elf"u8.ToArray(), root[4].Content);
        Assert.Equal(1000, root[4].Entry.ModificationTime);
    }

    [Fact]
    public async Task WriteAsync_SeveralPackages_StandInOneRootParentsFirst()
    {
        await _repository.AddAsync("c/base@1.0", [], [Tars.Bare(Tars.Symlink("bin", "usr/bin")), Tars.Bare(Tars.Folder("root", 0x1C0)), Tars.Text("usr/bin/sh", "sh")]);
        await _repository.AddAsync("c/app@1.0", ["c/base"], [Tars.Bare(Tars.Folder("root")), Tars.Text("root/.profile", "x"), Tars.Bare(Tars.Folder("bin")), Tars.Text("bin/app", "app")]);

        List<(TarEntry Entry, byte[] Content)> root = await InstallAsync("c/app");
        Assert.Equal(
            ["l0777 0/0 0 bin -> usr/bin", "d0700 0/0 0 root", "d0755 0/0 0 usr", "d0755 0/0 0 usr/bin", "-0644 0/0 2 usr/bin/sh", "-0644 0/0 1 root/.profile", "-0644 0/0 3 usr/bin/app"],
            root.Select(item => Tars.Line(item.Entry)));
        Assert.Empty(_diagnostics);
    }

    [Fact]
    public async Task WriteAsync_LinkComesInALaterPackage_EarlierEntriesGoWhereItLeads()
    {
        await _repository.AddAsync("c/a@1.0", Tars.Text("lib/x", "1"));
        await _repository.AddAsync("c/b@1.0", Tars.Bare(Tars.Symlink("lib", "usr/lib")), Tars.Text("usr/lib/y", "2"));

        Assert.Equal(
            ["d0755 0/0 0 usr", "d0755 0/0 0 usr/lib", "-0644 0/0 1 usr/lib/x", "l0777 0/0 0 lib -> usr/lib", "-0644 0/0 1 usr/lib/y"],
            (await InstallAsync("c/a", "c/b")).Select(item => Tars.Line(item.Entry)));
    }

    [Fact]
    public async Task WriteAsync_EqualFilesInTwoPackages_AreWrittenOnce()
    {
        (TarEntry shared, byte[] text) = Tars.Text("etc/shared", "same");
        await _repository.AddAsync("c/a@1.0", (shared with { ModificationTime = 1 }, text), Tars.Bare(Tars.HardLink("etc/second", "etc/shared")));
        await _repository.AddAsync("c/b@1.0", (shared with { ModificationTime = 2 }, text), Tars.Bare(Tars.HardLink("etc/third", "etc/shared")));

        List<(TarEntry Entry, byte[] Content)> root = await InstallAsync("c/b", "c/a");
        Assert.Equal(["etc", "etc/shared", "etc/second", "etc/third"], root.Select(item => item.Entry.Path));
        Assert.Equal(1, root[1].Entry.ModificationTime);
    }

    [Fact]
    public async Task WriteAsync_FilesOfEqualSizeDiffer_NamesBothOwnersAndThePath()
    {
        await _repository.AddAsync("c/a@1.0", Tars.Text("etc/os-release", "one"), Tars.Text("same", "same"));
        await _repository.AddAsync("c/b@2.0", Tars.Text("etc/os-release", "two"), Tars.Text("same", "same"));

        CosException error = await Assert.ThrowsAsync<CosException>(() => InstallAsync("c/a", "c/b"));
        Diagnostic conflict = Assert.Single(error.Diagnostics);
        Assert.Equal("COS7040", conflict.Code);
        Assert.StartsWith("c/a@1.0 and c/b@2.0 both bring 'etc/os-release'", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_ManyConflicts_AreReportedTogether()
    {
        await _repository.AddAsync("c/a@1.0", [.. Enumerable.Range(0, 5).Select(n => Tars.Text($"f{n}", "a"))]);
        await _repository.AddAsync("c/b@1.0", [.. Enumerable.Range(0, 5).Select(n => Tars.Text($"f{n}", "bb"))]);

        CosException error = await Assert.ThrowsAsync<CosException>(() => InstallAsync("c/a", "c/b"));
        Assert.Equal(5, error.Diagnostics.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteAsync_HostileArchive_IsRefusedByNameBeforeTheEndMark(bool withAnother)
    {
        (string Code, (TarEntry, byte[])[] Entries)[] cases =
        [
            ("COS7042", [Tars.Bare(Tars.Symlink("a", "../../etc")), Tars.Text("a/passwd", "x")]),
            ("COS7042", [Tars.Bare(Tars.Symlink("a", "b")), Tars.Bare(Tars.Symlink("b", "a")), Tars.Text("a/x", "x")]),
            ("COS7043", [Tars.Bare(Tars.HardLink("a", "etc/shadow"))]),
            ("COS7045", [Tars.Text("a", "x"), Tars.Text("a", "y")]),
            ("COS7041", [Tars.Text("a", "x"), Tars.Text("a/b", "y")]),
        ];
        if (withAnother)
        {
            await _repository.AddAsync("c/good@1.0", Tars.Text("good", "good"));
        }
        for (int i = 0; i < cases.Length; i++)
        {
            await _repository.AddAsync($"c/bad{i}@1.0", cases[i].Entries);
            using MemoryStream output = new();
            string[] wishes = withAnother ? ["c/good", $"c/bad{i}"] : [$"c/bad{i}"];
            CosException error = await Assert.ThrowsAsync<CosException>(() => InstallAsync(output, wishes));
            Assert.Equal(cases[i].Code, error.Diagnostics[0].Code);
            Assert.Contains($"c/bad{i}@1.0", error.Message, StringComparison.Ordinal);
            output.Position = 0;
            await AssertIncompleteAsync(output);
        }
    }

    [Fact]
    public async Task WriteAsync_AbsoluteOrClimbingNames_AreRefusedWithTheArchivesName()
    {
        foreach (string name in (string[])["/etc/passwd", "../etc/passwd", "a/../../b"])
        {
            string id = $"c/{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name))}@1.0";
            await _repository.AddAsync(id, [], [(new TarEntry { Path = name, Kind = TarEntryKind.File, Mode = 0x1A4 }, [])]);
            CosException error = await Assert.ThrowsAsync<CosException>(() => InstallAsync(id));
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            Assert.Contains(id, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WriteAsync_DeviceFloodAndSizeBombOverSeveralPackages_EndAtTheBounds()
    {
        TarLimits limits = new() { MaxDevices = 3, MaxTotalSize = 1 << 20, MaxEntries = 100 };
        for (int package = 0; package < 2; package++)
        {
            await _repository.AddAsync($"c/dev{package}@1.0", [.. Enumerable.Range(0, 2).Select(n => Tars.Bare(
                new TarEntry { Path = $"dev/{package}{n}", Kind = TarEntryKind.BlockDevice, Mode = 0x1B0, DeviceMajor = 8, DeviceMinor = n }))]);
            await _repository.AddAsync($"c/big{package}@1.0", Tars.Text($"big{package}", new string('\0', 800_000)));
            await _repository.AddAsync($"c/many{package}@1.0", [.. Enumerable.Range(0, 60).Select(n => Tars.Text($"{package}/{n}", ""))]);
        }
        foreach (string kind in (string[])["dev", "big", "many"])
        {
            CosException error = await Assert.ThrowsAsync<CosException>(
                () => InstallAsync(Stream.Null, [$"c/{kind}0", $"c/{kind}1"], new InstallationOptions { Epoch = 1000, Limits = limits }));
            Assert.Equal("COS7044", error.Diagnostics[0].Code);
        }
    }

    [Theory]
    [InlineData("none", 1)]
    [InlineData("gzip", 1)]
    [InlineData("zstd", 1)]
    [InlineData("zstd", 2)]
    public async Task WriteAsync_CorruptedArchive_IsReportedAndTheStreamHasNoEndMark(string compression, int packages)
    {
        for (int i = 0; i < packages; i++)
        {
            byte[] content = new byte[300_000];
            new Random(i).NextBytes(content);
            await _repository.AddAsync($"c/p{i}@1.0", [], [(Tars.File($"data{i}", content.Length), content)], Compression.ParseName(compression));
        }
        string archive = _repository.ArchiveOf("c/p0@1.0");
        byte[] sound = await File.ReadAllBytesAsync(archive);
        string[] wishes = [.. Enumerable.Range(0, packages).Select(i => $"c/p{i}")];
        List<byte[]> damaged = [sound[..(sound.Length / 2)], sound[..^1], [.. sound, 0], [], "not an archive"u8.ToArray()];
        for (int place = 10; place < sound.Length; place += sound.Length / 5)
        {
            byte[] flipped = [.. sound];
            flipped[place] ^= 0x20;
            damaged.Add(flipped);
        }
        foreach (byte[] bytes in damaged)
        {
            await File.WriteAllBytesAsync(archive, bytes);
            using MemoryStream output = new();
            CosException error = await Assert.ThrowsAsync<CosException>(() => InstallAsync(output, wishes));
            Assert.Equal("COS7007", error.Diagnostics[0].Code);
            Assert.Contains("p0-c-1.0.package.tar", error.Message, StringComparison.Ordinal);
            output.Position = 0;
            await AssertIncompleteAsync(output);
        }
        File.Delete(archive);
        CosException missing = await Assert.ThrowsAsync<CosException>(() => InstallAsync(Stream.Null, wishes));
        Assert.Equal("COS7005", missing.Diagnostics[0].Code);
    }

    [Fact]
    public async Task WriteAsync_OtherFoldersOrderAndCompression_GiveTheSameBytes()
    {
        using TestRepository second = new("second");
        (TarEntry, byte[])[] one = [Tars.Bare(Tars.Folder("etc", 0x1C0)), Tars.Text("etc/one", "1"), Tars.Text("both", "same")];
        (TarEntry, byte[])[] two = [Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/two", "2"), Tars.Text("both", "same")];
        await _repository.AddAsync("c/one@1.0", ["c/two"], one);
        await _repository.AddAsync("c/two@1.0", [], two);
        await _repository.AddAsync("c/three@1.0", Tars.Text("three", "3"));
        await second.AddAsync("c/three@1.0", Tars.Text("three", "3"));
        await second.AddAsync("c/two@1.0", [], two, CompressionAlgorithm.Gzip);
        await second.AddAsync("c/one@1.0", ["c/two"], one, CompressionAlgorithm.None);

        using MemoryStream first = new();
        await InstallAsync(first, ["c/three", "c/one"]);
        using MemoryStream other = new();
        InstallationPlan plan = new InstallationPlanner([second.Opened]).Plan(["c/one", "c/three", "c/one"], default);
        await new Installer(plan, new InstallationOptions { Epoch = 1000 }, _diagnostics).WriteAsync(other, default);
        Assert.Equal(first.ToArray(), other.ToArray());
    }

    [Fact]
    public async Task WriteAsync_PathsThatDifferInCase_AreWarnedOf()
    {
        await _repository.AddAsync("c/one@1.0", Tars.Text("README", "1"), Tars.Text("readme", "2"));
        Assert.Equal(2, (await InstallAsync("c/one")).Count);
        Assert.Equal("COS7048", Assert.Single(_diagnostics).Code);
    }

    [Fact]
    public async Task WriteAsync_FolderAfterItsContentWithOtherAttributes_IsRefusedWhenPassingThrough()
    {
        await _repository.AddAsync("c/one@1.0", Tars.Text("root/x", "1"), Tars.Bare(Tars.Folder("root", 0x1C0)));
        CosException error = await Assert.ThrowsAsync<CosException>(() => InstallAsync("c/one"));
        Assert.Equal("COS7046", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task WriteAsync_RootFolderStated_IsInTheResultAndNotInTheStream()
    {
        await _repository.AddAsync("c/one@1.0", Tars.Bare(Tars.Folder("", 0x1C0)), Tars.Text("x", "1"));
        using MemoryStream output = new();
        InstallationResult result = await InstallAsync(output, ["c/one"]);
        Assert.Equal(0x1C0, result.RootFolder!.Mode);
        Assert.Equal((1L, 1L), (result.Entries, result.Size));
        Assert.Equal(["x"], (await Tars.ReadAsync(output.ToArray())).Select(item => item.Entry.Path));
    }

    [Fact]
    public async Task WriteAsync_RealTarReadsTheStream()
    {
        await _repository.AddAsync("c/one@1.0", Tars.Text("a/one", "1"), Tars.Bare(Tars.Symlink("a/link", "one")));
        await _repository.AddAsync("c/two@1.0", Tars.Text("a/two", "2"));
        using TemporaryFolder folder = new();
        await using (FileStream file = File.Create(folder["root.tar"]))
        {
            await InstallAsync(file, ["c/one", "c/two"]);
        }
        Assert.Equal("a/\na/one\na/link\na/two\n", await Shell.RunAsync(folder.Path, "tar -tf root.tar"));
    }

    private static async Task AssertIncompleteAsync(Stream tar)
    {
        if (tar.Length > 0)
        {
            await Assert.ThrowsAsync<CosException>(() => Tars.ReadAsync(tar));
        }
    }

    private async Task<List<(TarEntry Entry, byte[] Content)>> InstallAsync(params string[] wishes)
    {
        using MemoryStream output = new();
        await InstallAsync(output, wishes);
        return await Tars.ReadAsync(output.ToArray());
    }

    private Task<InstallationResult> InstallAsync(Stream output, string[] wishes, InstallationOptions? options = null)
    {
        InstallationPlan plan = new InstallationPlanner([_repository.Opened]).Plan(wishes, default);
        Stream asynchronous = output is MemoryStream ? new AsyncOnlyStream(output) : output;
        return new Installer(plan, options ?? new InstallationOptions { Epoch = 1000 }, _diagnostics).WriteAsync(asynchronous, default);
    }
}
