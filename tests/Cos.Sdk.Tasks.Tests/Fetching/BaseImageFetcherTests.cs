using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tests.Fetching;

public sealed class BaseImageFetcherTests
{
    private static readonly string First = "sha256:" + Seeds.HashOf('1');
    private static readonly string Second = "sha256:" + Seeds.HashOf('2');

    private readonly FakeEngine _engine = new();

    [Fact]
    public async Task NotLocked_PresentFromARegistry_LocksItsManifestWithoutPulling()
    {
        _engine.Images["debian:12"] = FakeEngine.Image("sha256:id", "other@" + Second, "debian@" + First);

        Assert.Equal(new LockedBaseImage(First), await EnsureAsync("debian:12", null, LockPolicy.Reuse));
        Assert.Empty(_engine.Calls);
    }

    [Fact]
    public async Task NotLocked_EngineWritesNamesOut_TheDigestIsFound()
    {
        _engine.Images["debian:12"] = FakeEngine.Image("sha256:id", "docker.io/library/debian@" + First);
        Assert.Equal(new LockedBaseImage(First), await EnsureAsync("debian:12", null, LockPolicy.Reuse));
    }

    [Fact]
    public async Task NotLocked_OnlyHere_LocksItsId()
    {
        _engine.Images["mine"] = FakeEngine.Image(Second);
        Assert.Equal(new LockedBaseImage(Second, IsLocal: true), await EnsureAsync("mine", null, LockPolicy.Reuse));
    }

    [Fact]
    public async Task NotLocked_Absent_IsPulled()
    {
        _engine.Registry["debian:12"] = FakeEngine.Image("sha256:id", "debian@" + First);
        Assert.Equal(new LockedBaseImage(First), await EnsureAsync("debian:12", null, LockPolicy.Reuse));
    }

    [Fact]
    public async Task NotLocked_NotToBeHad_SaysThatASeedCanBeDeclared()
    {
        Diagnostic diagnostic = await FailAsync("debian:12", null, LockPolicy.Reuse);

        Assert.Equal("COS7520", diagnostic.Code);
        Assert.Contains("<CosSeedImage Include=\"debian:12\"", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("not found", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal("/t/build.yaml", diagnostic.Location!.File);
    }

    [Fact]
    public async Task Locked_TagHasMoved_TheLockedContentIsPulledAndTagged()
    {
        _engine.Images["debian:12"] = FakeEngine.Image("sha256:new", "debian@" + Second);
        _engine.Registry["debian@" + First] = FakeEngine.Image("sha256:old", "debian@" + First);

        Assert.Equal(new LockedBaseImage(First), await EnsureAsync("debian:12", new LockedBaseImage(First), LockPolicy.Reuse));
        Assert.Equal("sha256:old", _engine.Images["debian:12"].Id);
    }

    [Fact]
    public async Task Locked_EngineHasIt_NothingIsDone()
    {
        _engine.Images["debian:12"] = FakeEngine.Image("sha256:id", "debian@" + First);
        await EnsureAsync("debian:12", new LockedBaseImage(First), LockPolicy.Locked);
        Assert.Empty(_engine.Calls);
    }

    [Fact]
    public async Task Locked_ContentIsGone_SaysSo()
    {
        Assert.Equal("COS7521", (await FailAsync("debian:12", new LockedBaseImage(First), LockPolicy.Reuse)).Code);
        Assert.Equal("COS7521", (await FailAsync("mine", new LockedBaseImage(First, IsLocal: true), LockPolicy.Reuse)).Code);
    }

    [Fact]
    public async Task LockedMode_NotLocked_IsAnError() =>
        Assert.Equal("COS7503", (await FailAsync("debian:12", null, LockPolicy.Locked)).Code);

    [Fact]
    public async Task Refresh_AsksTheRegistryAgain()
    {
        _engine.Images["debian:12"] = FakeEngine.Image("sha256:old", "debian@" + First);
        _engine.Registry["debian:12"] = FakeEngine.Image("sha256:new", "debian@" + Second);
        Assert.Equal(new LockedBaseImage(Second), await EnsureAsync("debian:12", new LockedBaseImage(First), LockPolicy.Refresh));
    }

    private Task<LockedBaseImage> EnsureAsync(string reference, LockedBaseImage? locked, LockPolicy policy) =>
        new BaseImageFetcher(_engine).EnsureAsync(reference, locked, policy, null, null, new SourceLocation("/t/build.yaml", 1), default);

    private async Task<Diagnostic> FailAsync(string reference, LockedBaseImage? locked, LockPolicy policy) =>
        Assert.Single((await Assert.ThrowsAsync<CosException>(() => EnsureAsync(reference, locked, policy))).Diagnostics);
}
