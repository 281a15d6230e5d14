using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Repositories;

public sealed class FolderWriterTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly DiagnosticBag _diagnostics = [];

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task WriteFolderAsync_FilesFoldersAndLinks_AreThereWithModesAndTimes()
    {
        (TarEntry entry, byte[] content) = Tars.Text("boot/grub/grub.cfg", "set timeout=1\n", 0x1ED);
        string folder = await WriteAsync(
            SymbolicLinkMode.Keep,
            Tars.Bare(Tars.Folder("boot", 0x140)),
            (entry with { ModificationTime = 500, UserId = 1234 }, content),
            Tars.Bare(Tars.Symlink("boot/current", "grub/grub.cfg")),
            Tars.Bare(Tars.Symlink("boot/absolute", "/boot/grub")),
            Tars.Bare(Tars.HardLink("boot/second", "boot/grub/grub.cfg")));

        Assert.Equal("set timeout=1\n", await File.ReadAllTextAsync($"{folder}/boot/current"));
        Assert.Equal("set timeout=1\n", await File.ReadAllTextAsync($"{folder}/boot/absolute/grub.cfg"));
        Assert.Equal("set timeout=1\n", await File.ReadAllTextAsync($"{folder}/boot/second"));
        Assert.Equal("../boot/grub", new FileInfo($"{folder}/boot/absolute").LinkTarget);
        Assert.Equal(500, new DateTimeOffset(File.GetLastWriteTimeUtc($"{folder}/boot/grub/grub.cfg")).ToUnixTimeSeconds());
        Assert.Equal(1000, new DateTimeOffset(Directory.GetLastWriteTimeUtc($"{folder}/boot/grub")).ToUnixTimeSeconds());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode($"{folder}/boot/grub/grub.cfg"));
            Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode($"{folder}/boot"));
        }
        Assert.Equal(["out"], Directory.EnumerateFileSystemEntries(_temporary.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task WriteFolderAsync_CopyingLinks_LeavesNoLink()
    {
        string folder = await WriteAsync(
            SymbolicLinkMode.Copy,
            Tars.Text("a/one", "1"),
            Tars.Bare(Tars.Symlink("a/nested", "/c")),
            Tars.Bare(Tars.Symlink("a/two", "one")),
            Tars.Bare(Tars.Symlink("b", "a")),
            Tars.Text("c/three", "3"),
            Tars.Bare(Tars.Symlink("nowhere", "missing")));

        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(folder, file)}={File.ReadAllText(file)}").Order(StringComparer.Ordinal)];
        Assert.Equal(["a/nested/three=3", "a/one=1", "a/two=1", "b/nested/three=3", "b/one=1", "b/two=1", "c/three=3"], files);
        Assert.All(Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories), path => Assert.Null(new FileInfo(path).LinkTarget));
        Assert.Equal("COS7062", Assert.Single(_diagnostics).Code);
    }

    [Fact]
    public async Task WriteFolderAsync_WriteThroughALink_LandsInsideTheFolder()
    {
        string outside = Directory.CreateDirectory(_temporary["outside"]).FullName;
        string folder = await WriteAsync(
            SymbolicLinkMode.Keep, Tars.Bare(Tars.Symlink("a", outside)), Tars.Text("a/planted", "x"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.True(File.Exists($"{folder}{outside}/planted"));
        Assert.Equal(outside[1..], new FileInfo($"{folder}/a").LinkTarget);
    }

    [Theory]
    [InlineData("COS7061", "s up ../outside")]
    [InlineData("COS7042", "s up ..;f up/planted x")]
    [InlineData("COS7043", "h a ../../etc/passwd")]
    [InlineData("COS7060", "p pipe x")]
    [InlineData("COS7045", "f a x;f a x")]
    public async Task WriteFolderAsync_HostileStream_LeavesNothingBehind(string code, string entries)
    {
        (TarEntry, byte[])[] content = [.. entries.Split(';').Select(line => line.Split(' ')).Select(parts => parts[0] switch
        {
            "s" => Tars.Bare(Tars.Symlink(parts[1], parts[2])),
            "h" => Tars.Bare(Tars.HardLink(parts[1], "etc/passwd")),
            "p" => Tars.Bare(new TarEntry { Path = parts[1], Kind = TarEntryKind.Fifo, Mode = 0x1A4 }),
            _ => Tars.Text(parts[1], parts[2]),
        })];
        CosException error = await Assert.ThrowsAsync<CosException>(() => WriteAsync(SymbolicLinkMode.Keep, content));

        Assert.Equal(code, error.Diagnostics[0].Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.Path));
    }

    [Fact]
    public async Task WriteFolderAsync_LinksThatMultiply_EndAtTheBounds()
    {
        List<(TarEntry, byte[])> entries = [Tars.Text("d0/file", new string('x', 1000))];
        for (int i = 1; i < 12; i++)
        {
            entries.AddRange(Enumerable.Range(0, 8).Select(n => Tars.Bare(Tars.Symlink($"d{i}/l{n}", $"../d{i - 1}"))));
        }
        CosException error = await Assert.ThrowsAsync<CosException>(() => WriteAsync(SymbolicLinkMode.Copy, [.. entries]));
        Assert.Contains(error.Diagnostics[0].Code, (string[])["COS7044", "COS7063"]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.Path));
    }

    [Fact]
    public async Task WriteFolderAsync_FolderIsNotEmpty_IsRefusedAndUntouched()
    {
        Directory.CreateDirectory(_temporary["out"]);
        await File.WriteAllTextAsync(_temporary["out/mine"], "mine");
        CosException error = await Assert.ThrowsAsync<CosException>(() => WriteAsync(SymbolicLinkMode.Keep, Tars.Text("a", "x")));

        Assert.Equal("COS7064", error.Diagnostics[0].Code);
        Assert.Equal(["mine"], Directory.EnumerateFiles(_temporary["out"]).Select(Path.GetFileName));
    }

    private async Task<string> WriteAsync(SymbolicLinkMode links, params (TarEntry, byte[])[] entries)
    {
        using MemoryStream tar = new(await Tars.MakeAsync(entries));
        FolderOptions options = new("boot files", links, TarLimits.Default with { MaxTotalSize = 200_000 }, Epoch: 1000);
        await FolderWriter.WriteFolderAsync(tar, _temporary["out"], options, _diagnostics, TestContext.Current.CancellationToken);
        return _temporary["out"];
    }
}
