using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks.Ext2;
using Cos.Sdk.Tests.Artifacts;
using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Tests.Disks;

/// <summary>What is written is checked and read by e2fsprogs.</summary>
public sealed class Ext2WriterTests : IDisposable
{
    private const long Epoch = 1_700_000_000;
    private const int Mebibyte = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    private string Image => _folder["image"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EverythingThatATarCanHold_IsReadByOthers()
    {
        byte[] large = Content(6 * Mebibyte + 123);
        large.AsSpan(100_000, 3 * Mebibyte).Clear();
        string longTarget = new('x', 300);
        await WriteAsync(
            300,
            (Folder("etc", 0x1C0) with { UserId = 70_000, GroupId = 80_000 }, []),
            (File("etc/empty"), []),
            (File("etc/größe", 0xFFF), Content(1)),
            (File("etc/block"), Content(4096)),
            (File("etc/indirect"), Content(49_153)),
            (File("etc/large"), large),
            (Entry("etc/hard", TarEntryKind.HardLink) with { LinkTarget = "etc/block" }, []),
            (Entry("etc/short", TarEntryKind.SymbolicLink) with { LinkTarget = "block" }, []),
            (Entry("etc/59", TarEntryKind.SymbolicLink) with { LinkTarget = new string('s', 59) }, []),
            (Entry("etc/60", TarEntryKind.SymbolicLink) with { LinkTarget = new string('s', 60) }, []),
            (Entry("etc/long", TarEntryKind.SymbolicLink) with { LinkTarget = longTarget }, []),
            (Entry("dev/null", TarEntryKind.CharacterDevice) with { DeviceMajor = 1, DeviceMinor = 3 }, []),
            (Entry("dev/far", TarEntryKind.BlockDevice) with { DeviceMajor = 300, DeviceMinor = 70_000 }, []),
            (Entry("run/pipe", TarEntryKind.Fifo), []));

        await CheckAsync();
        foreach ((string path, byte[] content) in new[] { ("etc/block", Content(4096)), ("etc/hard", Content(4096)), ("etc/indirect", Content(49_153)), ("etc/large", large) })
        {
            Assert.Equal(content, await ReadAsync(path));
        }
        Assert.Equal(Content(1), await ReadAsync("etc/größe"));
        Assert.Matches(@"Type: directory +Mode: +0700", await DebugAsync("stat etc"));
        Assert.Matches(@"User: 70000 +Group: 80000", await DebugAsync("stat etc"));
        Assert.Matches(@"Mode: +07777", await DebugAsync("stat etc/größe"));
        Assert.Matches(@"Links: 2 ", await DebugAsync("stat etc/hard"));
        Assert.Contains("mtime: 0x6553f100", await DebugAsync("stat etc/empty"), StringComparison.Ordinal);
        Assert.Contains("Fast link dest: \"block\"", await DebugAsync("stat etc/short"), StringComparison.Ordinal);
        Assert.Contains("Device major/minor number: 01:03", await DebugAsync("stat dev/null"), StringComparison.Ordinal);
        Assert.Contains("300:70000", await DebugAsync("stat dev/far"), StringComparison.Ordinal);
        Assert.Matches(@"Type: FIFO", await DebugAsync("stat run/pipe"));
        // Of six mebibytes three are zeros and take no room.
        Assert.InRange(await BlocksAsync("etc/large"), 3 * 1024, 4 * 1024);
        Assert.Equal(longTarget, Encoding.ASCII.GetString(await ReadAsync("etc/long")));
    }

    [Fact]
    public async Task ExtendedAttributes_ArriveWhole_AndEqualOnesShareABlock()
    {
        byte[] capability = [1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] list = [2, 0, 0, 0, 1, 0, 7, 0, 255, 255, 255, 255, 2, 0, 5, 0, 0xE8, 3, 0, 0, 4, 0, 5, 0, 255, 255, 255, 255, 0x10, 0, 7, 0, 255, 255, 255, 255, 0x20, 0, 5, 0, 255, 255, 255, 255];
        ImmutableSortedDictionary<string, ImmutableArray<byte>> both = TarEntry.NoAttributes
            .Add("security.capability", [.. capability]).Add("user.note", [.. "a note"u8]).Add("system.posix_acl_access", [.. list]);
        await WriteAsync(
            16,
            (File("one") with { ExtendedAttributes = both }, Content(10)),
            (File("two") with { ExtendedAttributes = both }, Content(20)),
            (File("three") with { ExtendedAttributes = TarEntry.NoAttributes.Add("security.capability", [.. capability]) }, Content(30)));

        await CheckAsync();
        Assert.Equal("a note", (await DebugAsync("ea_get -V one user.note")).TrimEnd('\0', '\n'));
        Assert.Contains("0100000200200000", (await DebugAsync("ea_get -x three security.capability")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("user.note", await DebugAsync("ea_list two"), StringComparison.Ordinal);
        // debugfs gives the list in its form of attributes again, its unused numbers as 0.
        Assert.Contains(
            Convert.ToHexStringLower(list).Replace("ffffffff", "00000000", StringComparison.Ordinal), (await DebugAsync("ea_get -x two system.posix_acl_access")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(await AttributeBlockAsync("one"), await AttributeBlockAsync("two"));
        Assert.NotEqual(await AttributeBlockAsync("one"), await AttributeBlockAsync("three"));
    }

    [Fact]
    public async Task ManyFiles_OverSeveralGroups_AreFound()
    {
        (TarEntry, byte[])[] files =
        [
            .. Enumerable.Range(0, 20_000).Select(number => (File($"many/file-{number}"), number % 100 == 0 ? Content(30_000) : Content(number % 50))),
        ];
        await WriteAsync(400, files);
        await CheckAsync();
        Assert.Equal(Content(30_000), await ReadAsync("many/file-19900"));
        Assert.Equal(Content(49), await ReadAsync("many/file-19999"));
    }

    [Fact]
    public async Task SameEntries_SameBytes_AndTheLabelIsAllThatALabelChanges()
    {
        (TarEntry, byte[])[] content = [(File("a"), Content(5000)), (Folder("b"), [])];
        await WriteAsync(300, content);
        string first = Hash();
        System.IO.File.Delete(Image);
        await WriteAsync(300, content);
        Assert.Equal(first, Hash());

        using (SafeFileHandle file = System.IO.File.OpenHandle(Image, FileMode.Open, FileAccess.ReadWrite))
        {
            Ext2Label.Write(file, 300L * Mebibyte, "COS_PASSIVE", new Guid("11111111-2222-3333-4444-555555555555"));
        }
        await CheckAsync();
        foreach (string superblock in new[] { "", "-s 32768 -b 4096 " })
        {
            string said = await RunAsync($"debugfs {superblock}-R 'show_super_stats -h' {Image} 2>/dev/null");
            Assert.Matches("volume name: +COS_PASSIVE", said);
            Assert.Contains("11111111-2222-3333-4444-555555555555", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhatDoesNotFit_IsMeasured()
    {
        Diagnostic room = await FailureAsync(8, [.. Enumerable.Range(0, 20).Select(number => (File($"f{number}"), Content(Mebibyte)))]);
        Assert.Equal("COS8381", room.Code);
        Assert.Contains("it takes 22 MiB, the image has 8", room.Message, StringComparison.Ordinal);

        Diagnostic count = await FailureAsync(8, [.. Enumerable.Range(0, 2000).Select(number => (File($"f{number}"), Array.Empty<byte>()))]);
        Assert.Equal("COS8382", count.Code);
    }

    [Theory]
    [InlineData("COS8383", "other.kind", 1, 1)]
    [InlineData("COS8383", "user.large", 4096, 1)]
    [InlineData("COS8384", "user.x", 1, 256)]
    public async Task WhatExt2CannotHold_IsRefused(string code, string attribute, int length, int name)
    {
        TarEntry entry = File(new string('n', name)) with { ExtendedAttributes = TarEntry.NoAttributes.Add(attribute, [.. Content(length)]) };
        Assert.Equal(code, (await FailureAsync(8, (entry, []))).Code);
    }

    [Fact]
    public async Task ARootThatContradictsItself_IsRefused()
    {
        Assert.Equal("COS8385", (await FailureAsync(8, (File("a"), []), (File("a"), []))).Code);
        Assert.Equal("COS8385", (await FailureAsync(8, (Entry("a", TarEntryKind.HardLink) with { LinkTarget = "b" }, []))).Code);
    }

    [Fact]
    public async Task AFileBeyondFourGibibytes_IsRead()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("COS_SOAK") == "1", "Long: set COS_SOAK=1.");
        const long size = (4L << 30) + (64L << 20);
        using ZeroThenOnes content = new(size);
        using (SafeFileHandle file = System.IO.File.OpenHandle(Image, FileMode.CreateNew, FileAccess.Write))
        {
            Ext2Writer writer = new(file, new Ext2Options("X", Guid.Empty, 8L << 30, Epoch));
            await writer.AddAsync(File("large") with { Size = size }, content, TestContext.Current.CancellationToken);
            writer.Finish();
        }
        await CheckAsync();
        Assert.Equal($"{size}", (await RunAsync($"debugfs -R 'cat large' {Image} 2>/dev/null | wc -c")).Trim());
        Assert.Equal("4096", (await RunAsync($"debugfs -R 'cat large' {Image} 2>/dev/null | tail -c 8192 | tr -d '\\0' | wc -c")).Trim());
    }

    private async Task WriteAsync(long mebibytes, params (TarEntry Entry, byte[] Content)[] entries)
    {
        using SafeFileHandle file = System.IO.File.OpenHandle(Image, FileMode.CreateNew, FileAccess.Write);
        Ext2Writer writer = new(file, new Ext2Options("COS_ACTIVE", new Guid("00112233-4455-6677-8899-aabbccddeeff"), mebibytes * Mebibyte, Epoch));
        foreach ((TarEntry entry, byte[] content) in entries)
        {
            using MemoryStream stream = new(content);
            await writer.AddAsync(entry with { Size = content.Length }, stream, TestContext.Current.CancellationToken);
        }
        writer.Finish();
    }

    private async Task<Diagnostic> FailureAsync(long mebibytes, params (TarEntry Entry, byte[] Content)[] entries)
    {
        System.IO.File.Delete(Image);
        return Assert.Single((await Assert.ThrowsAsync<CosException>(() => WriteAsync(mebibytes, entries))).Diagnostics);
    }

    /// <summary>A whole check that changes nothing finds nothing to correct.</summary>
    private async Task CheckAsync()
    {
        string said = await RunAsync($"e2fsck -f -n {Image} 2>&1 || echo status=$?");
        Assert.False(said.Contains("status=", StringComparison.Ordinal), said);
    }

    private Task<string> RunAsync(string script) => Shell.RunAsync(_folder.Path, "PATH=$PATH:/usr/sbin:/sbin\n" + script);

    private Task<string> DebugAsync(string command) => RunAsync($"debugfs -R '{command}' {Image} 2>/dev/null");

    private async Task<byte[]> ReadAsync(string path)
    {
        await RunAsync($"debugfs -R 'dump {path} {_folder["out"]}' {Image} 2>/dev/null");
        return await System.IO.File.ReadAllBytesAsync(_folder["out"], TestContext.Current.CancellationToken);
    }

    private async Task<int> BlocksAsync(string path) => await NumberAsync(path, "Blockcount: ") / 2;

    private Task<int> AttributeBlockAsync(string path) => NumberAsync(path, "File ACL: ");

    private async Task<int> NumberAsync(string path, string key)
    {
        string said = await DebugAsync("stat " + path);
        string rest = said[(said.IndexOf(key, StringComparison.Ordinal) + key.Length)..].TrimStart();
        return int.Parse(new string([.. rest.TakeWhile(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);
    }

    private string Hash() => Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(Image)));

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private static TarEntry Entry(string path, TarEntryKind kind) => new() { Path = path, Kind = kind, Mode = 0x1A4, ModificationTime = Epoch };

    private static TarEntry File(string path, int mode = 0x1A4) => Entry(path, TarEntryKind.File) with { Mode = mode };

    private static TarEntry Folder(string path, int mode = 0x1ED) => Entry(path, TarEntryKind.Directory) with { Mode = mode };

    /// <summary>Zeros, and at the very end a block of ones.</summary>
    private sealed class ZeroThenOnes(long size) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => size;

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int length = (int)Math.Min(buffer.Length, size - _position);
            for (int index = 0; index < length; index++)
            {
                buffer[index] = (byte)(_position + index >= size - 4096 ? 1 : 0);
            }
            _position += length;
            return length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
