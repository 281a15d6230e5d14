using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using ZstdSharp;

namespace Cos.Sdk.Tests.Fetching;

public sealed class SeedImageProviderTests : IDisposable
{
    private readonly FakeArchive _archive = new();
    private readonly FakeEngine _engine = new();
    private readonly DiagnosticBag _diagnostics = [];

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task NewSeed_IsImportedUnderItsReferenceAndItsContent()
    {
        LockedSeed locked = await EnsureAsync(_archive.Seed, null, LockPolicy.Reuse);

        string tag = SeedImageProvider.ContentTag(_archive.Seed, locked);
        Assert.Matches("^cos\\.local/debian:seed-[0-9a-f]{16}$", tag);
        Assert.Equal(locked.RootFileSystem, _engine.Images[_archive.Seed.Reference].Id);
        Assert.Equal(locked.RootFileSystem, _engine.Images[tag].Id);
    }

    [Fact]
    public async Task SecondTime_NothingIsMadeOrImported()
    {
        LockedSeed locked = await EnsureAsync(_archive.Seed, null, LockPolicy.Reuse);
        _engine.Calls.Clear();
        int calls = _archive.Calls.Length;

        Assert.Same(locked, await EnsureAsync(_archive.Seed, locked, LockPolicy.Locked));

        Assert.Empty(_engine.Calls);
        Assert.Equal(calls, _archive.Calls.Length);
    }

    [Fact]
    public async Task ReferenceIsLost_TheContentIsTaggedAgain()
    {
        LockedSeed locked = await EnsureAsync(_archive.Seed, null, LockPolicy.Reuse);
        _engine.Images.Remove(_archive.Seed.Reference);

        await EnsureAsync(_archive.Seed, locked, LockPolicy.Reuse);

        Assert.Equal(locked.RootFileSystem, _engine.Images[_archive.Seed.Reference].Id);
    }

    [Fact]
    public async Task LockedMode_SeedIsNotOrOtherwiseLocked_IsAnError()
    {
        Assert.Equal("COS7503", (await FailAsync(_archive.Seed, null, LockPolicy.Locked)).Code);
        Assert.Equal("COS7503", (await FailAsync(_archive.Seed with { Variant = "apt" }, Seeds.LockedDebian, LockPolicy.Locked)).Code);
    }

    [Fact]
    public async Task SamePackagesGiveOtherBytes_IsAWarningAndInLockedModeAnError()
    {
        Diagnostic error = await FailAsync(_archive.Seed, Seeds.LockedDebian, LockPolicy.Locked);
        Assert.Equal("COS7516", error.Code);
        Assert.Empty(_engine.Images);

        LockedSeed made = await EnsureAsync(_archive.Seed, Seeds.LockedDebian, LockPolicy.Reuse);
        Assert.Equal("COS7515", Assert.Single(_diagnostics).Code);
        Assert.NotEqual(Seeds.LockedDebian.RootFileSystem, made.RootFileSystem);
    }

    [Fact]
    public async Task Refresh_NothingNewButTheDate_KeepsTheLock()
    {
        LockedSeed locked = await EnsureAsync(_archive.Seed, null, LockPolicy.Reuse);
        _archive.Renew();
        _archive.Offer("Sun, 22 Nov 2026 02:10:46 UTC", Seeds.LockedDebian.Packages);

        Assert.Same(locked, await EnsureAsync(_archive.Seed, locked, LockPolicy.Refresh));
    }

    [Fact]
    public async Task Refresh_NewPackages_ChangesTheLock()
    {
        LockedSeed locked = await EnsureAsync(_archive.Seed, null, LockPolicy.Reuse);
        _archive.Renew();
        LockedPackage[] packages = [Seeds.LockedDebian.Packages[0], Seeds.LockedDebian.Packages[1] with { Version = "2.37" }];
        _archive.Offer("Sun, 22 Nov 2026 02:10:46 UTC", packages);
        _archive.Install("newer", packages);

        LockedSeed renewed = await EnsureAsync(_archive.Seed, locked, LockPolicy.Refresh);

        Assert.Equal(packages, renewed.Packages);
        Assert.Equal(locked.Epoch + 86400, renewed.Epoch);
    }

    [Theory]
    [InlineData("root.tar")]
    [InlineData("root.tar.gz")]
    [InlineData("root.tar.zst")]
    public async Task Tarball_IsImportedUncompressedAndLockedByItsContent(string name)
    {
        SeedImage seed = new() { Reference = "cos.local/archive:1", Tarball = _archive.PathOf(name) };
        Pack(seed.Tarball, "a root file system");

        LockedSeed locked = await EnsureAsync(seed, null, LockPolicy.Reuse);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(seed.Tarball))), locked.Tarball);
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("a root file system"))), locked.RootFileSystem);
        Assert.Equal(locked.RootFileSystem, _engine.Images[seed.Reference].Id);
        _engine.Calls.Clear();
        Assert.Same(locked, await EnsureAsync(seed, locked, LockPolicy.Locked));
        Assert.Empty(_engine.Calls);

        Pack(seed.Tarball, "another root file system");
        Assert.Equal("COS7519", (await FailAsync(seed, locked, LockPolicy.Locked)).Code);
        Assert.NotEqual(locked.RootFileSystem, (await EnsureAsync(seed, locked, LockPolicy.Reuse)).RootFileSystem);
    }

    [Fact]
    public async Task Tarball_MissingOrDamaged_IsNamed()
    {
        SeedImage seed = new() { Reference = "x", Tarball = _archive.PathOf("root.tar.gz") };
        Assert.Equal("COS7517", (await FailAsync(seed, null, LockPolicy.Reuse)).Code);

        Pack(seed.Tarball, new string('x', 100_000));
        byte[] bytes = await File.ReadAllBytesAsync(seed.Tarball);
        bytes[^6] ^= 0xFF;
        await File.WriteAllBytesAsync(seed.Tarball, bytes);
        Assert.Equal("COS7518", (await FailAsync(seed, null, LockPolicy.Reuse)).Code);
    }

    private static void Pack(string path, string text)
    {
        using FileStream file = File.Create(path);
        using Stream packed = Path.GetExtension(path) switch
        {
            ".gz" => new GZipStream(file, CompressionLevel.Fastest),
            ".zst" => new CompressionStream(file),
            _ => file,
        };
        packed.Write(Encoding.UTF8.GetBytes(text));
    }

    private Task<LockedSeed> EnsureAsync(SeedImage seed, LockedSeed? locked, LockPolicy policy) =>
        new SeedImageProvider(_engine, _archive.Builder, _archive.Runner).EnsureAsync(seed, locked, policy, _diagnostics, default);

    private async Task<Diagnostic> FailAsync(SeedImage seed, LockedSeed? locked, LockPolicy policy) =>
        Assert.Single((await Assert.ThrowsAsync<CosException>(() => EnsureAsync(seed, locked, policy))).Diagnostics);
}
