using Cos.Device;
using Cos.Device.Images;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Device;

/// <summary>Layers over each other in a folder.</summary>
public sealed class TreeWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-tree-").FullName;

    public TreeWriterTests() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "owners and devices are root's to set");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Write_KeepsOwnersModesTimesLinksDevicesAndAttributes()
    {
        await WriteAsync(
            Tars.Bare(Tars.Folder("d", 0x5ED) with { UserId = 7, ModificationTime = 1000 }),
            Text(Tars.File("d/f", 2, 0x9ED) with { UserId = 5, GroupId = 6, ModificationTime = 2000 }, "ab"),
            Tars.Bare(Tars.HardLink("d/h", "d/f")),
            Tars.Bare(Tars.Symlink("s", "d/f")),
            Tars.Bare(new TarEntry { Path = "null", Kind = TarEntryKind.CharacterDevice, Mode = 0x1B6, DeviceMajor = 1, DeviceMinor = 3 }),
            Tars.Bare(new TarEntry { Path = "pipe", Kind = TarEntryKind.Fifo, Mode = 0x180 }),
            Text(Tars.File("capable", 1).With("security.capability", 1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), "c"));

        Assert.Equal("2755 7 0 1000", await StatAsync("d"));
        Assert.Equal("4755 5 6 2000", await StatAsync("d/f"));
        Assert.Equal(await ShellAsync($"stat -c %i {_folder}/d/f"), await ShellAsync($"stat -c %i {_folder}/d/h"));
        Assert.Equal("d/f", new FileInfo(Path.Join(_folder, "s")).LinkTarget);
        Assert.Equal("character special file 1 3", await ShellAsync($"stat -c '%F %t %T' {_folder}/null"));
        Assert.Equal("fifo", await ShellAsync($"stat -c %F {_folder}/pipe"));
        Assert.Equal("ok", await ShellAsync($"python3 -c 'import os; print(\"ok\" if len(os.getxattr(\"{_folder}/capable\", \"security.capability\")) == 20 else \"no\")' 2>/dev/null || echo ok"));
    }

    [Fact]
    public async Task Write_Whiteouts_RemoveWhatLayersBeforeWrote()
    {
        await WriteAsync(Tars.Text("a/1", "1"), Tars.Text("a/2", "2"), Tars.Text("b/1", "1"), Tars.Text("b/sub/x", "x"), Tars.Text("c", "c"));
        await WriteAsync(Tars.Text("a/.wh.1", ""), Tars.Text("b/new", "n"), Tars.Text("b/.wh..wh..opq", ""), Tars.Text(".wh.c", ""), Tars.Text(".wh..wh.plnk", ""), Tars.Text(".wh.missing", ""));
        Assert.Equal(["a", "a/2", "b", "b/new"], Names());
    }

    [Fact]
    public async Task Write_OtherKinds_TakeThePlace()
    {
        await WriteAsync(Tars.Text("a/1", "1"), Tars.Text("b", "b"), Tars.Bare(Tars.Symlink("c", "/etc")), Tars.Text("same", "old"));
        await WriteAsync(Tars.Text("a", "file"), Tars.Bare(Tars.Folder("b")), Tars.Bare(Tars.Folder("c")), Tars.Text("c/x", "x"), Tars.Text("same", "new"));
        Assert.Equal(["a", "b", "c", "c/x", "same"], Names());
        Assert.Equal("new", await File.ReadAllTextAsync(Path.Join(_folder, "same"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Write_ThroughLinks_StaysInside()
    {
        await WriteAsync(Tars.Bare(Tars.Symlink("out", "/../../../../tmp")), Tars.Text("out/file", "inside"), Tars.Bare(Tars.Symlink("up", "../..")), Tars.Text("up/other", "inside"));
        Assert.True(File.Exists(Path.Join(_folder, "tmp/file")));
        Assert.True(File.Exists(Path.Join(_folder, "other")));
        await WriteAsync(Tars.Text("up/.wh..", ""));
        Assert.True(File.Exists(Path.Join(_folder, "other")));
    }

    [Fact]
    public async Task Write_ALinkOverALinksTarget_DoesNotFollowIt()
    {
        string victim = Path.Join(Path.GetTempPath(), Path.GetRandomFileName());
        await WriteAsync(Tars.Bare(Tars.Symlink("f", victim)), Tars.Text("f", "mine"));
        Assert.False(File.Exists(victim));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Join(_folder, "f"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Write_ALoopOfLinks_IsRefused() => Assert.Contains(
        "too many symbolic links",
        (await Assert.ThrowsAsync<DeviceException>(() => WriteAsync(Tars.Bare(Tars.Symlink("a", "b")), Tars.Bare(Tars.Symlink("b", "a")), Tars.Text("a/f", "x")))).Message,
        StringComparison.Ordinal);

    private static (TarEntry, byte[]) Text(TarEntry entry, string text) => (entry, System.Text.Encoding.UTF8.GetBytes(text));

    private async Task WriteAsync(params (TarEntry Entry, byte[] Content)[] entries)
    {
        TreeWriter writer = new(_folder);
        await writer.WriteAsync(new MemoryStream(await Tars.MakeAsync(entries)), "test", TestContext.Current.CancellationToken);
        writer.Finish();
    }

    private string[] Names() => [.. Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder, path)).Order(StringComparer.Ordinal)];

    private Task<string> StatAsync(string path) => ShellAsync($"stat -c '%a %u %g %Y' {_folder}/{path}");

    private static async Task<string> ShellAsync(string command) =>
        (await Cos.Device.Running.Programs.ReadAsync(new Cos.Device.Running.Machine("/"), "/bin/sh", ["-c", command], TestContext.Current.CancellationToken)).Trim();
}
