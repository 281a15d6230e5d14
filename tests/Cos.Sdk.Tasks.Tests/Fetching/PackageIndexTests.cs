using System.Formats.Tar;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tests.Fetching;

public sealed class PackageIndexTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-index-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ReadAsync_TakesPackagesAndTheYoungestDate()
    {
        PackageIndex index = await ReadAsync(
            ("lists/a_InRelease", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: Debian\nDate: Sat, 11 Jul 2026 10:16:37 UTC\n"),
            ("lists/b_Release", "Origin: Debian\nDate: Sat, 21 Nov 2026 02:10:46 UTC\n"),
            ("lists/lock", ""),
            ("lists/a_main_binary-amd64_Packages", Stanza("adduser", "3.134", "all", '1') + "\n" + Stanza("libc6", "2.36-9", "amd64", '2')));

        Assert.Equal(1795227046, index.Epoch);
        Assert.Equal(new LockedPackage("libc6", "2.36-9", "amd64", Seeds.HashOf('2')), Assert.Single(index.Find("libc6")));
        Assert.NotNull(index.Identify(new InstalledPackage("adduser", "3.134", "all")));
        Assert.Null(index.Identify(new InstalledPackage("adduser", "3.135", "all")));
    }

    [Fact]
    public void RequireAll_EverythingIsThere_IsSilent() =>
        new PackageIndex(Seeds.LockedDebian.Packages, 0).RequireAll(Seeds.Debian, Seeds.LockedDebian.Packages);

    [Fact]
    public void RequireAll_PackagesMovedVanishedOrWereReplaced_NamesEach()
    {
        PackageIndex index = new(
            [
                new LockedPackage("libc6", "2.36-10", "amd64", Seeds.HashOf('7')),
                new LockedPackage("libc6", "2.36-9", "arm64", Seeds.HashOf('7')),
                new LockedPackage("zlib1g", "1.2", "amd64", Seeds.HashOf('8')),
            ],
            0);
        LockedPackage[] locked =
        [
            new("adduser", "3.134", "all", Seeds.HashOf('1')),
            new("libc6", "2.36-9", "amd64", Seeds.HashOf('2')),
            new("zlib1g", "1.2", "amd64", Seeds.HashOf('3')),
        ];

        Diagnostic diagnostic = Assert.Single(Assert.Throws<CosException>(() => index.RequireAll(Seeds.Debian, locked)).Diagnostics);

        Assert.Equal("COS7512", diagnostic.Code);
        Assert.Contains("\n  adduser:all 3.134 has vanished\n", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("\n  libc6:amd64 2.36-9 has moved to 2.36-10\n", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("\n  zlib1g:amd64 1.2 is another file than the locked one\n", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("removing its entry from cos.lock.json", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireAll_ManyAreGone_ShowsTwenty()
    {
        LockedPackage[] locked = [.. Enumerable.Range(10, 30).Select(i => new LockedPackage($"p{i}", "1", "all", Seeds.HashOf('1')))];
        Diagnostic diagnostic = Assert.Throws<CosException>(() => new PackageIndex([], 0).RequireAll(Seeds.Debian, locked)).Diagnostics[0];
        Assert.Contains("p29:all 1 has vanished\n  and 10 more", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadStatus_TakesWhatIsInstalled()
    {
        string file = Path.Combine(_folder, "status");
        File.WriteAllText(file, """
            Package: zlib1g
            Status: install ok installed
            Architecture: amd64
            Multi-Arch: same
            Version: 1:1.2.13.dfsg-1
            Description: compression library
             zlib is a library
             .
             Package: nothing

            Package: removed
            Status: deinstall ok config-files
            Architecture: all
            Version: 1

            Package: adduser
            Status: install ok installed
            Architecture: all
            Version: 3.134
            """);

        Assert.Equal(
            [new InstalledPackage("adduser", "3.134", "all"), new InstalledPackage("zlib1g", "1:1.2.13.dfsg-1", "amd64") { Summary = "compression library" }],
            InstalledPackage.ReadStatus(file));
    }

    [Fact]
    public void RequireSame_OtherPackages_NamesBothSides()
    {
        LockedPackage[] made = [Seeds.LockedDebian.Packages[0], new("libnew", "1", "amd64", Seeds.HashOf('4'))];

        Diagnostic diagnostic = Assert.Throws<CosException>(() => SeedComparison.RequireSame(Seeds.Debian, Seeds.LockedDebian.Packages, made)).Diagnostics[0];

        Assert.Equal("COS7513", diagnostic.Code);
        Assert.Contains("\n  libc6:amd64 2.36-9+deb12u10 is locked and did not come\n  libnew:amd64 1 came and is not locked\n", diagnostic.Message, StringComparison.Ordinal);
    }

    internal static string Stanza(string name, string version, string architecture, char hash) =>
        $"Package: {name}\nVersion: {version}\nInstalled-Size: 1\nArchitecture: {architecture}\nDescription: text\nSHA256: {Seeds.HashOf(hash)}\n";

    private async Task<PackageIndex> ReadAsync(params (string Name, string Text)[] files)
    {
        string path = Path.Combine(_folder, "lists.tar");
        await using (FileStream file = File.Create(path))
        await using (TarWriter tar = new(file))
        {
            foreach ((string name, string text) in files)
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }
        return await PackageIndexReader.ReadAsync(path, default);
    }
}
