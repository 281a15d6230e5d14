using System.Security.Cryptography;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Artifacts;

public sealed class PackageArchiveTests
{
    [Theory]
    [InlineData("none", "tool-app-1.0+2.package.tar")]
    [InlineData("gzip", "tool-app-1.0+2.package.tar.gz")]
    [InlineData("zstd", "tool-app-1.0+2.package.tar.zst")]
    public void Name_IsTheOneOfLuet(string compression, string expected)
    {
        PackageId id = new(new PackageName("app", "tool"), "1.0+2");

        Assert.Equal(expected, PackageArchiveName.Archive(id, Compression.ParseName(compression)));
        Assert.Equal("tool-app-1.0+2.metadata.yaml", PackageArchiveName.Metadata(id));
    }

    [Fact]
    public async Task Complete_ThenRead_GivesTheEntriesWithClampedTimes()
    {
        using TemporaryFolder folder = new();
        PackageArchive archive = await WriteAsync(folder["out/a.package.tar.zst"], Compression.Parse("zstd", ""), epoch: 1000);

        Assert.Equal(["etc/a", "etc/link"], archive.Files);
        Assert.Equal((3, 5L), (archive.EntryCount, archive.ContentSize));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archive.File))), archive.Sha256);
        Assert.Equal(new FileInfo(archive.File).Length, archive.Size);
        Assert.Equal(["a.package.tar.zst"], Directory.GetFiles(folder["out"]).Select(Path.GetFileName));
        await using PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(archive.File, archive.Sha256, default);
        List<(string, long)> times = [];
        while (await reader.ReadEntryAsync(default) is { } entry)
        {
            times.Add((entry.Path, entry.ModificationTime));
        }
        Assert.Equal([("etc", 500), ("etc/a", 1000), ("etc/link", 1000)], times);
        Assert.Equal(CompressionAlgorithm.Zstd, reader.Compression);
    }

    [Fact]
    public async Task Dispose_WithoutCompletion_LeavesNothingAndTheOldFileWhole()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["a.package.tar.zst"], "old");
        await using (PackageArchiveWriter writer = new(folder["a.package.tar.zst"], Compression.Parse("zstd", ""), 0))
        {
            await writer.AddAsync(Tars.Folder("etc"), null, default);
        }

        Assert.Equal(["a.package.tar.zst"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Equal("old", await File.ReadAllTextAsync(folder["a.package.tar.zst"]));
    }

    [Fact]
    public async Task Open_RemovesWhatAKilledBuildLeftButNotWhatAnotherWrites()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["a.package.tar.abandoned.part"], "half");
        await using PackageArchiveWriter other = new(folder["a.package.tar"], Compression.None, 0);

        await using PackageArchiveWriter writer = new(folder["a.package.tar"], Compression.None, 0);

        Assert.False(File.Exists(folder["a.package.tar.abandoned.part"]));
        await other.CompleteAsync(default);
        await writer.CompleteAsync(default);
        Assert.Equal(["a.package.tar"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Spool_OnAFullDisk_IsReportedByCodeAndLeavesNothing()
    {
        Assert.SkipUnless(Shell.IsRoot, "A small disk is mounted, which only root may.");
        using TemporaryFolder folder = new();
        await Shell.RunAsync(folder.Path, "mkdir disk; mount -t tmpfs -o size=256k none disk");
        try
        {
            using ContentSpool spool = new(folder["disk"]);
            CosException error = await Assert.ThrowsAsync<CosException>(() => spool.AppendAsync(new MemoryStream(new byte[1 << 20]), default).AsTask());
            Assert.Equal("COS6021", error.Diagnostics[0].Code);
            Assert.Empty(Directory.GetFiles(folder["disk"]));
        }
        finally
        {
            await Shell.RunAsync(folder.Path, "umount disk");
        }
    }

    [Fact]
    public async Task Read_AnArchiveOtherThanExpected_IsReportedWithBothDigests()
    {
        using TemporaryFolder folder = new();
        PackageArchive archive = await WriteAsync(folder["a.package.tar"], Compression.None, epoch: 0);
        string other = new('0', 64);

        CosException error = await Assert.ThrowsAsync<CosException>(() => ReadToEndAsync(archive.File, other));

        Assert.Equal("COS6022", error.Diagnostics[0].Code);
        Assert.Contains(archive.Sha256, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zstd", "COS6012")]
    [InlineData("gzip", "COS6002")]
    [InlineData("none", "COS6002")]
    public async Task Read_ACutArchive_IsReportedByCode(string compression, string code)
    {
        using TemporaryFolder folder = new();
        PackageArchive archive = await WriteAsync(folder["a"], Compression.Parse(compression, ""), epoch: 0);
        byte[] bytes = await File.ReadAllBytesAsync(archive.File);
        await File.WriteAllBytesAsync(archive.File, bytes[..(bytes.Length / 2)]);

        CosException error = await Assert.ThrowsAsync<CosException>(() => ReadToEndAsync(archive.File, null));

        Assert.Equal(code, error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Read_AMissingArchive_IsReportedByCode()
    {
        CosException error = await Assert.ThrowsAsync<CosException>(() => ReadToEndAsync("/nowhere/a.package.tar", null));

        Assert.Equal("COS6023", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Write_OnAFullDisk_NamesFileAndRoomAndLeavesNothing()
    {
        Assert.SkipUnless(Shell.IsRoot, "A small disk is mounted, which only root may.");
        using TemporaryFolder folder = new();
        await Shell.RunAsync(folder.Path, "mkdir disk; mount -t tmpfs -o size=256k none disk");
        try
        {
            foreach (string compression in new[] { "none", "gzip", "zstd" })
            {
                CosException error = await Assert.ThrowsAsync<CosException>(() => FillAsync(folder["disk/a.package.tar"], Compression.Parse(compression, "1")));
                Assert.Equal("COS6021", error.Diagnostics[0].Code);
                Assert.Contains(folder["disk/a.package.tar"], error.Message, StringComparison.Ordinal);
                Assert.Empty(Directory.GetFiles(folder["disk"]));
            }
            CosException before = Assert.Throws<CosException>(() => DiskSpace.Require(folder["disk/not/yet"], 1 << 20));
            Assert.Equal("COS6020", before.Diagnostics[0].Code);
            Assert.Contains("0.3 MB", before.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Shell.RunAsync(folder.Path, "umount disk");
        }
    }

    private static async Task FillAsync(string file, Compression compression)
    {
        byte[] noise = new byte[8 << 20];
        new Random(1).NextBytes(noise);
        await using PackageArchiveWriter writer = new(file, compression, 0);
        await writer.AddAsync(Tars.File("noise", noise.Length), new MemoryStream(noise), default);
        await writer.CompleteAsync(default);
    }

    private static async Task<PackageArchive> WriteAsync(string file, Compression compression, long epoch)
    {
        await using PackageArchiveWriter writer = new(file, compression, epoch);
        await writer.AddAsync(Tars.Folder("etc") with { ModificationTime = 500 }, null, default);
        await writer.AddAsync(Tars.File("etc/a", 5) with { ModificationTime = 5000 }, new MemoryStream("hello"u8.ToArray()), default);
        await writer.AddAsync(Tars.Symlink("etc/link", "a") with { ModificationTime = 1000 }, null, default);
        return await writer.CompleteAsync(default);
    }

    private static async Task ReadToEndAsync(string file, string? sha256)
    {
        await using PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(file, sha256, default);
        while (await reader.ReadEntryAsync(default) is not null)
        {
        }
    }
}
