using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tests.Fetching;

public sealed class SeedBuilderTests : IDisposable
{
    private readonly FakeArchive _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task NotLocked_LocksPackagesDateAndContent()
    {
        BuiltSeed built = await _archive.Builder.BuildAsync(_archive.Seed, null, default);

        Assert.False(built.FromCache);
        Assert.Equal(Seeds.LockedDebian.Packages, built.Locked.Packages);
        Assert.Equal(1795227046, built.Locked.Epoch);
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("root file system"))), built.Locked.RootFileSystem);
        Assert.True(built.Locked.Answers(_archive.Seed));
        Assert.StartsWith("0 --variant=custom", _archive.Calls[0], StringComparison.Ordinal);
        Assert.StartsWith("1795227046 --variant=minbase", _archive.Calls[1], StringComparison.Ordinal);
        using MemoryStream content = new();
        await RootFileSystemFile.ReadAsync(built.File, content, default);
        Assert.Equal("root file system", Encoding.UTF8.GetString(content.ToArray()));
    }

    [Fact]
    public async Task LockedAndCached_NothingRuns()
    {
        BuiltSeed first = await _archive.Builder.BuildAsync(_archive.Seed, null, default);

        BuiltSeed second = await _archive.Renew().BuildAsync(_archive.Seed, first.Locked, default);

        Assert.True(second.FromCache);
        Assert.Equal(first.File, second.File);
        Assert.Equal(2, _archive.Calls.Length);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public async Task CachedFileIsDamaged_ItIsMadeAgain(int at)
    {
        BuiltSeed first = await _archive.Builder.BuildAsync(_archive.Seed, null, default);
        byte[] bytes = await File.ReadAllBytesAsync(first.File);
        bytes[at] ^= 0xFF;
        await File.WriteAllBytesAsync(first.File, bytes);

        BuiltSeed second = await _archive.Renew().BuildAsync(_archive.Seed, first.Locked, default);

        Assert.False(second.FromCache);
        Assert.Equal(first.Locked.RootFileSystem, second.Locked.RootFileSystem);
    }

    [Fact]
    public async Task LockedAndNotCached_IsMadeWithPinsAndTheLockedDate()
    {
        _archive.Offer("Sun, 22 Nov 2026 02:10:46 UTC", Seeds.LockedDebian.Packages);

        BuiltSeed built = await _archive.Builder.BuildAsync(_archive.Seed, Seeds.LockedDebian, default);

        Assert.StartsWith("1795227046 --variant=minbase", _archive.Calls[1], StringComparison.Ordinal);
        Assert.Contains("Pin: version 2.36-9+deb12u10", await File.ReadAllTextAsync(_archive.PathOf("fixture/pins.seen")), StringComparison.Ordinal);
        Assert.Equal(Seeds.LockedDebian.Epoch, built.Locked.Epoch);
    }

    [Fact]
    public async Task LockedPackageHasMoved_FailsBeforeTheBootstrap()
    {
        _archive.Offer("Sun, 22 Nov 2026 02:10:46 UTC", [Seeds.LockedDebian.Packages[0], Seeds.LockedDebian.Packages[1] with { Version = "2.37" }]);

        Assert.Equal("COS7512", (await FailAsync(Seeds.LockedDebian)).Code);
        Assert.Single(_archive.Calls);
    }

    [Fact]
    public async Task OtherPackagesCome_Fails()
    {
        _archive.Install("x", Seeds.LockedDebian.Packages[..1]);
        Assert.Equal("COS7513", (await FailAsync(Seeds.LockedDebian)).Code);
    }

    [Fact]
    public async Task PackageIsNotInTheIndex_SaysThatTheArchiveChanged()
    {
        _archive.Install("x", [new LockedPackage("surprise", "1", "all", "")]);
        Assert.Equal("COS7514", (await FailAsync(null)).Code);
    }

    [Fact]
    public async Task KeyringIsMissing_NamesItsPackage()
    {
        Diagnostic diagnostic = await FailAsync(null, _archive.Seed with { Keyring = _archive.PathOf("none.gpg") });
        Assert.Equal("COS7511", diagnostic.Code);
        Assert.Contains("debian-archive-keyring", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyFailure_LeavesNothingHalfMadeBehind()
    {
        await FailAsync(null, _archive.Seed with { Keyring = _archive.PathOf("none.gpg") });
        _archive.Install("x", [new LockedPackage("surprise", "1", "all", "")]);
        await FailAsync(null);
        _archive.Builder.Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(_archive.PathOf("work")));
        Assert.DoesNotContain(Directory.GetFiles(_archive.PathOf("cache")), file => !file.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TwoSeedsOfOneArchive_AskItOnce()
    {
        await Task.WhenAll(
            _archive.Builder.BuildAsync(_archive.Seed, null, default),
            _archive.Builder.BuildAsync(_archive.Seed with { Reference = "cos.local/other", Packages = [] }, null, default));
        Assert.Equal(3, _archive.Calls.Length);
    }

    [Fact]
    public async Task TwoBuildsAtOnce_OneMakesItAndTheOtherTakesIt()
    {
        using FakeArchive other = new();
        BuiltSeed first = await _archive.Builder.BuildAsync(_archive.Seed, null, default);
        File.Delete(first.File);

        BuiltSeed[] both = await Task.WhenAll(
            Task.Run(() => _archive.Builder.BuildAsync(_archive.Seed, first.Locked, default)),
            Task.Run(() => _archive.Builder.BuildAsync(_archive.Seed, first.Locked, default)));

        Assert.Single(both, built => built.FromCache);
    }

    private async Task<Diagnostic> FailAsync(LockedSeed? locked, SeedImage? seed = null) =>
        Assert.Single((await Assert.ThrowsAsync<CosException>(() => _archive.Builder.BuildAsync(seed ?? _archive.Seed, locked, default))).Diagnostics);
}
