using System.Text;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Tests.Artifacts.Tar;

/// <summary>Our reader on archives of GNU tar, and GNU tar on archives of our writer.</summary>
public sealed class GnuTarTests
{
    /// <summary>A file capability as the kernel stores it: not UTF-8.</summary>
    private static readonly byte[] Capability = [1, 0, 0, 2, 0, 0x24, 0, 0, 0, 0, 0, 0, 0xFF, 0xFE, 0, 0, 0, 0, 0, 0];

    private static readonly string LongName = new('n', 180);

    private const string MakeTree = """
        umask 022
        mkdir -p tree/a/empty tree/b
        printf hello > tree/a/file
        chmod 4755 tree/a/file
        ln tree/a/file tree/b/second
        ln -s ../a/file tree/b/link
        mkfifo tree/b/pipe
        printf x > "tree/b/Főtanúsítvány_🙂.crt"
        printf y > "tree/b/new
        line and blank"
        head -c 100000 /dev/urandom > tree/b/random
        touch -d @1234567890 tree/a/file tree/b/random
        touch -d @-5 tree/b/link -h
        chmod 1777 tree/b
        """;

    [Theory]
    [InlineData("gnu")]
    [InlineData("pax")]
    [InlineData("oldgnu")]
    public async Task Read_ArchivesOfGnuTar_SeesWhatTheFileSystemHas(string format)
    {
        using TemporaryFolder folder = new();
        await Shell.RunAsync(folder.Path, MakeTree);
        await Shell.RunAsync(folder.Path, $"mkdir tree/{LongName}; mkdir tree/{LongName}/{LongName}; ln -s {LongName}/{LongName} tree/to; printf z > tree/{LongName}/{LongName}/z");
        await Shell.RunAsync(folder.Path, $"tar --format={format} --sort=name --numeric-owner -cf t.tar -C tree .");

        var entries = await Tars.ReadAsync(new AsyncOnlyStream(File.OpenRead(folder["t.tar"]), 700));
        var byPath = entries.ToDictionary(item => item.Entry.Path, StringComparer.Ordinal);

        Assert.Equal(TarEntryKind.Directory, byPath[""].Entry.Kind);
        Assert.Equal(Convert.ToInt32("4755", 8), byPath["a/file"].Entry.Mode);
        Assert.Equal(Convert.ToInt32("1777", 8), byPath["b"].Entry.Mode);
        Assert.Equal("hello", Encoding.UTF8.GetString(byPath["a/file"].Content));
        Assert.Equal(1234567890, byPath["a/file"].Entry.ModificationTime);
        Assert.Equal((TarEntryKind.HardLink, "a/file"), (byPath["b/second"].Entry.Kind, byPath["b/second"].Entry.LinkTarget));
        Assert.Equal((TarEntryKind.SymbolicLink, "../a/file"), (byPath["b/link"].Entry.Kind, byPath["b/link"].Entry.LinkTarget));
        Assert.Equal(-5, byPath["b/link"].Entry.ModificationTime);
        Assert.Equal(TarEntryKind.Fifo, byPath["b/pipe"].Entry.Kind);
        Assert.Equal("x", Encoding.UTF8.GetString(byPath["b/Főtanúsítvány_🙂.crt"].Content));
        Assert.Contains("b/new\nline and blank", byPath.Keys);
        Assert.Equal(await File.ReadAllBytesAsync(folder["tree/b/random"]), byPath["b/random"].Content);
        Assert.Equal("z", Encoding.UTF8.GetString(byPath[$"{LongName}/{LongName}/z"].Content));
        Assert.Equal($"{LongName}/{LongName}", byPath["to"].Entry.LinkTarget);
        Assert.Equal(15, entries.Count);
    }

    [Theory]
    [InlineData("ustar")]
    [InlineData("v7")]
    public async Task Read_OldFormats_SeesFoldersLinksAndFiles(string format)
    {
        using TemporaryFolder folder = new();
        string deep = $"{new string('d', 90)}/{new string('e', 60)}";
        string file = format == "ustar" ? deep + "/f" : "short/f";
        await Shell.RunAsync(folder.Path, $"mkdir -p tree/$(dirname {file}); printf hello > tree/{file}; ln -s f tree/link; ln tree/link tree/link2");
        await Shell.RunAsync(folder.Path, $"tar --format={format} --sort=name -cf t.tar -C tree $(ls tree)");

        string[] paths = [.. (await Tars.ReadAsync(File.OpenRead(folder["t.tar"]))).Select(item => $"{item.Entry.Kind} {item.Entry.Path}")];

        Assert.Contains($"File {file}", paths);
        Assert.Contains($"Directory {Path.GetDirectoryName(file)}", paths);
        Assert.Contains("SymbolicLink link", paths);
    }

    [Fact]
    public async Task Read_BinaryAttributesAndDevices_KeepsThem()
    {
        using TemporaryFolder folder = new();
        string attribute = Shell.IsRoot ? "security.capability" : "user.binary";
        await File.WriteAllTextAsync(folder["program"], "x");
        bool supported = Shell.TrySetAttribute(folder["program"], attribute, Capability);
        byte[]? stored = Shell.GetAttribute(folder["program"], attribute);
        await Shell.RunAsync(folder.Path, Shell.IsRoot ? "mknod null c 1 3; mknod disk b 259 70000" : "true");
        await Shell.RunAsync(folder.Path, "tar --xattrs --xattrs-include='*' --format=pax -cf ../t.tar.$$ *; mv ../t.tar.$$ t.tar");

        var entries = (await Tars.ReadAsync(File.OpenRead(folder["t.tar"]))).ToDictionary(item => item.Entry.Path, item => item.Entry);

        Assert.True(supported || !Shell.IsRoot);
        if (supported)
        {
            Assert.Equal(stored, Tars.Attribute(entries["program"], attribute));
        }
        if (Shell.IsRoot)
        {
            Assert.Equal((TarEntryKind.CharacterDevice, 1, 3), (entries["null"].Kind, entries["null"].DeviceMajor, entries["null"].DeviceMinor));
            Assert.Equal((TarEntryKind.BlockDevice, 259, 70000), (entries["disk"].Kind, entries["disk"].DeviceMajor, entries["disk"].DeviceMinor));
        }
    }

    [Fact]
    public async Task Write_EverythingThatUstarCannotHold_IsReadByGnuTar()
    {
        using TemporaryFolder folder = new();
        string attribute = Shell.IsRoot ? "security.capability" : "user.binary";
        TarEntry program = Tars.File("program", 4, 0x1ED) with { UserId = 3_000_000, GroupId = 5, ModificationTime = 10_000_000_000 };
        byte[] archive = await Tars.MakeAsync(
            Tars.Bare(Tars.Folder("")),
            Tars.Bare(Tars.Folder(LongName, 0x1C0)),
            Tars.Text($"{LongName}/Ünï", "uni"),
            (program.With(attribute, Capability), "prog"u8.ToArray()),
            Tars.Bare(Tars.HardLink("again", "program") with { UserId = 3_000_000, GroupId = 5 }),
            Tars.Bare(Tars.Symlink("link", new string('t', 150))),
            Tars.Bare(Tars.Symlink("old", "x") with { ModificationTime = -7 }),
            Tars.Text($"{new string('p', 120)}/{new string('q', 90)}", "split"));
        await File.WriteAllBytesAsync(folder["t.tar"], archive);

        string list = await Shell.RunAsync(folder.Path, "tar --numeric-owner --full-time -tvf t.tar");

        Assert.Equal(
            $"""
            drwxr-xr-x 0/0               0 1970-01-01 00:00:00 ./
            drwx------ 0/0               0 1970-01-01 00:00:00 {LongName}/
            -rw-r--r-- 0/0               3 1970-01-01 00:00:00 {LongName}/Ünï
            -rwxr-xr-x 3000000/5         4 2286-11-20 17:46:40 program
            hrw-r--r-- 3000000/5         0 1970-01-01 00:00:00 again link to program
            lrwxrwxrwx 0/0               0 1970-01-01 00:00:00 link -> {new string('t', 150)}
            lrwxrwxrwx 0/0               0 1969-12-31 23:59:53 old -> x
            -rw-r--r-- 0/0               5 1970-01-01 00:00:00 {new string('p', 120)}/{new string('q', 90)}

            """, list);
        if (Shell.IsRoot)
        {
            await Shell.RunAsync(folder.Path, "mkdir out; tar --xattrs --xattrs-include='*' -xf t.tar -C out");
            Assert.Equal(Capability, Shell.GetAttribute(folder["out/again"], attribute));
        }
    }
}
