using System.Text;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.Artifacts.Tar;

public sealed class TarStreamTests
{
    private static Task<byte[]> SampleAsync() => Tars.MakeAsync(
        Tars.Bare(Tars.Folder("opt", 0x1C8)),
        Tars.Text("opt/hi.txt", "hello"),
        Tars.Text("opt/" + new string('x', 300), new string('y', 5000)),
        (Tars.File("opt/cap", 600, 0x9ED).With("security.capability", 0, 0xFF, 0x3D, 0x0A, 0x80).With("user.empty"), new byte[600]),
        Tars.Bare(Tars.HardLink("opt/h", "opt/hi.txt")),
        Tars.Bare(new TarEntry { Path = "dev", Kind = TarEntryKind.BlockDevice, Mode = 0x180, DeviceMajor = 8, DeviceMinor = 1 }));

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(int.MaxValue)]
    public async Task RoundTrip_OverAsynchronousPieces_KeepsEveryField(int piece)
    {
        byte[] archive = await SampleAsync();

        var entries = await Tars.ReadAsync(new AsyncOnlyStream(new MemoryStream(archive), piece));

        Assert.Equal(
            ["d0710 0/0 0 opt", "-0644 0/0 5 opt/hi.txt", $"-0644 0/0 5000 opt/{new string('x', 300)}", "-4755 0/0 600 opt/cap",
                "h0644 0/0 0 opt/h -> opt/hi.txt", "b0600 0/0 0 dev"],
            entries.Select(item => Tars.Line(item.Entry)));
        Assert.Equal([0, 0xFF, 0x3D, 0x0A, 0x80], Tars.Attribute(entries[3].Entry, "security.capability"));
        Assert.Empty(Tars.Attribute(entries[3].Entry, "user.empty"));
        Assert.Equal("hello", Encoding.UTF8.GetString(entries[1].Content));
        Assert.Equal((8, 1), (entries[5].Entry.DeviceMajor, entries[5].Entry.DeviceMinor));
        Assert.Equal(archive, await Tars.MakeAsync([.. entries]));
    }

    [Fact]
    public async Task ReadEntry_WithContentsUnread_SkipsThem()
    {
        byte[] archive = await SampleAsync();
        foreach (Stream source in new Stream[] { new MemoryStream(archive), new AsyncOnlyStream(new MemoryStream(archive), 100) })
        {
            await using TarStreamReader reader = new(source, TarLimits.Default, "t");
            int count = 0;
            while (await reader.ReadEntryAsync(default) is { } entry)
            {
                count++;
                if (entry.Size > 0)
                {
                    await reader.Content.ReadExactlyAsync(new byte[1]);
                }
            }
            Assert.Equal(6, count);
        }
    }

    [Fact]
    public async Task Content_AfterTheNextEntryWasRead_IsRefused()
    {
        await using TarStreamReader reader = new(new MemoryStream(await SampleAsync()), TarLimits.Default, "t");
        await reader.ReadEntryAsync(default);
        await reader.ReadEntryAsync(default);
        Stream old = reader.Content;
        await reader.ReadEntryAsync(default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => old.ReadExactlyAsync(new byte[1]).AsTask());
    }

    [Fact]
    public async Task Read_EveryTruncation_IsReportedAsSuch()
    {
        byte[] archive = await SampleAsync();
        for (int length = 1; length < archive.Length - 1024; length += 97)
        {
            CosException error = await Assert.ThrowsAsync<CosException>(() => Tars.ReadAsync(archive[..length]));
            Assert.Equal("COS6002", error.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task Read_DamagedBytes_EndsInACodeOrInEntriesNeverInACrash()
    {
        byte[] archive = await SampleAsync();
        Random random = new(4711);
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = (byte[])archive.Clone();
            int block = random.Next(archive.Length / 512) * 512;
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[block + random.Next(512)] = (byte)random.Next(256);
            }
            if (random.Next(2) == 0)
            {
                Reseal(damaged.AsSpan(block, 512));
            }
            try
            {
                await Tars.ReadAsync(damaged);
            }
            catch (CosException error)
            {
                Assert.StartsWith("COS600", error.Diagnostics[0].Code, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Read_WrongChecksum_NamesTheArchiveAndThePlace()
    {
        byte[] archive = await SampleAsync();
        archive[512] ^= 1;

        CosException error = await Assert.ThrowsAsync<CosException>(() => Tars.ReadAsync(archive));

        Assert.Equal("COS6001", error.Diagnostics[0].Code);
        Assert.Contains("test.tar", error.Message, StringComparison.Ordinal);
        Assert.Contains("byte 512", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../up")]
    [InlineData("a/../../up")]
    [InlineData("a/..")]
    public async Task Read_PathsThatEscape_AreRefusedByName(string path)
    {
        CosException error = await Assert.ThrowsAsync<CosException>(() => Tars.ReadAsync(Raw(path)));

        Assert.Equal("COS6003", error.Diagnostics[0].Code);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./a//b/./c", "a/b/c")]
    [InlineData("a/b/", "a/b")]
    [InlineData("..a/b..", "..a/b..")]
    public async Task Read_OddPaths_AreNormalised(string path, string expected) =>
        Assert.Equal(expected, (await Tars.ReadAsync(Raw(path)))[0].Entry.Path);

    [Fact]
    public async Task Read_LinksOutOfTheArchive_AreRefusedForHardLinksOnly()
    {
        byte[] hard = Raw("h", '1', "../../etc/shadow");
        byte[] symbolic = Raw("s", '2', "../../etc/shadow");

        CosException error = await Assert.ThrowsAsync<CosException>(() => Tars.ReadAsync(hard));

        Assert.Equal("COS6003", error.Diagnostics[0].Code);
        Assert.Equal("../../etc/shadow", (await Tars.ReadAsync(symbolic))[0].Entry.LinkTarget);
    }

    [Theory]
    [InlineData('S')]
    [InlineData('M')]
    [InlineData('Z')]
    public async Task Read_UnknownTypes_AreRefused(char type)
    {
        CosException error = await Assert.ThrowsAsync<CosException>(() => Tars.ReadAsync(Raw("a", type)));

        Assert.Equal("COS6005", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Read_SparseFilesOfGnuTar_AreRefused()
    {
        using TemporaryFolder folder = new();
        await Shell.RunAsync(folder.Path, "truncate -s 1M hole; printf x >> hole; tar --sparse --format=gnu -cf gnu.tar hole; tar --sparse --format=pax -cf pax.tar hole");
        foreach (string file in new[] { "gnu.tar", "pax.tar" })
        {
            CosException error = await Assert.ThrowsAsync<CosException>(() => Tars.ReadAsync(File.OpenRead(folder[file])));
            Assert.Equal("COS6005", error.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task Read_NamesThatAreNotUtf8_AreRefused()
    {
        byte[] archive = Raw("abc");
        archive[1] = 0xFF;
        Reseal(archive.AsSpan(0, 512));

        CosException error = await Assert.ThrowsAsync<CosException>(() => Tars.ReadAsync(archive));

        Assert.Equal("COS6004", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Read_BeyondTheLimits_IsRefused()
    {
        byte[] archive = await SampleAsync();
        TarLimits[] limits =
        [
            new() { MaxEntries = 3 }, new() { MaxPathLength = 100 }, new() { MaxPathDepth = 1 },
            new() { MaxExtensionSize = 100 }, new() { MaxTotalSize = 5000 }, new() { MaxDevices = 0 },
        ];
        foreach (TarLimits limit in limits)
        {
            CosException error = await Assert.ThrowsAsync<CosException>(() => Tars.ReadAsync(new MemoryStream(archive), limit));
            Assert.Equal("COS6006", error.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task Read_AnEmptyStream_IsAnEmptyArchive() => Assert.Empty(await Tars.ReadAsync([]));

    [Fact]
    public async Task Read_Binary256Numbers_AsGnuWritesThem()
    {
        byte[] archive = Raw("a");
        archive.AsSpan(108, 8).Clear();
        archive[108] = 0x80;
        archive[112] = 0x7F;
        archive[115] = 0x01;
        archive.AsSpan(136, 12).Fill(0xFF);
        Reseal(archive.AsSpan(0, 512));

        TarEntry entry = (await Tars.ReadAsync(archive))[0].Entry;

        Assert.Equal((0x7F000001, -1), (entry.UserId, entry.ModificationTime));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Write_ContentOfAnotherLengthThanAnnounced_IsRefused(int announced)
    {
        CosException error = await Assert.ThrowsAsync<CosException>(() => Tars.MakeAsync((Tars.File("a", announced), new byte[5])));

        Assert.Equal("COS6007", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Write_SimpleEntries_UsesNoExtensions()
    {
        byte[] archive = await Tars.MakeAsync(Tars.Text("a/b", "x"));

        Assert.Equal(512 + 512 + 1024, archive.Length);
        Assert.Equal("ustar\000", Encoding.ASCII.GetString(archive, 257, 8));
    }

    private static byte[] Raw(string path, char type = '0', string link = "")
    {
        byte[] archive = new byte[512 + 1024];
        Encoding.UTF8.GetBytes(path).CopyTo(archive, 0);
        "0000644\0"u8.CopyTo(archive.AsSpan(100));
        Encoding.UTF8.GetBytes(link).CopyTo(archive, 157);
        archive[156] = (byte)type;
        "ustar\000"u8.CopyTo(archive.AsSpan(257));
        Reseal(archive.AsSpan(0, 512));
        return archive;
    }

    private static void Reseal(Span<byte> block)
    {
        block.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in block)
        {
            sum += value;
        }
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(block[148..]);
    }
}
