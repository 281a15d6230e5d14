using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Repositories;

public sealed class RepositoryFetcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ARepositoryOfTheClassicTools_IsFetchedIntoACatalog()
    {
        string served = await ServeAsync();
        LockedRepository locked = await FetchAsync(Disk(served));
        Assert.Equal(2, locked.Revision);
        Assert.NotNull(locked.CompilerTree);

        List<string> problems = [];
        InheritedRepository read = Catalog.Read("demo", locked, Cache, problems)!;
        Assert.Empty(problems);
        Assert.Equal(["r/a@1.0", "r/b@1.0", "r/nobuild@1.0"], read.Packages.Select(package => package.Id.ToString()));
        InheritedPackage a = read.Packages[0];
        Assert.Equal("r/b@>=1.0", Assert.Single(a.Requires).ToString());
        Assert.Equal("a-r-1.0.package.tar.zst", a.Archive!.File);
        Assert.True(File.Exists(a.Source!.BuildFile));
        Assert.Null(read.Packages[2].Archive);
    }

    [Fact]
    public async Task AWebRepository_WorksWithoutItsServerAfterTheFirstTime()
    {
        string served = await ServeAsync();
        LockedRepository locked;
        RepositoryReference reference;
        using (StaticServer server = new(served))
        {
            reference = Web(server.Address);
            locked = await FetchAsync(reference);
            Assert.NotEmpty(server.Requests);
        }
        Assert.Equal(locked, await FetchAsync(reference, locked) with { Urls = locked.Urls });
        CosException unlocked = await Assert.ThrowsAsync<CosException>(() => FetchAsync(reference));
        Assert.Equal("COS7225", Assert.Single(unlocked.Diagnostics).Code);
    }

    [Fact]
    public async Task ALockedRevisionThatIsGone_IsExplained()
    {
        string served = await ServeAsync();
        using StaticServer server = new(served);
        LockedRepository locked = await FetchAsync(Web(server.Address));
        string header = await File.ReadAllTextAsync(Path.Combine(served, "repository.yaml"));
        LockedRepository older = locked with { Revision = 1, Tree = locked.Tree with { Sha256 = new string('0', 64) } };
        CosException gone = await Assert.ThrowsAsync<CosException>(() => FetchAsync(Web(server.Address), older));
        Diagnostic said = Assert.Single(gone.Diagnostics);
        Assert.Equal("COS7726", said.Code);
        Assert.Contains("revision 1", said.Message, StringComparison.Ordinal);
        Assert.Contains("revision 2", said.Message, StringComparison.Ordinal);
        Assert.Contains("revision: 2", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALockThatBinds_RefusesWhatItDoesNotHave()
    {
        string served = await ServeAsync();
        CosException refused = await Assert.ThrowsAsync<CosException>(() => FetchAsync(Disk(served), null, LockPolicy.Locked));
        Assert.Equal("COS7725", Assert.Single(refused.Diagnostics).Code);
        LockedRepository locked = await FetchAsync(Disk(served));
        await FetchAsync(Disk(served), locked, LockPolicy.Locked);
    }

    [Fact]
    public async Task ADamagedTree_LeavesNothingBehind()
    {
        string served = await ServeAsync();
        string tree = Path.Combine(served, "compilertree.tar.gz");
        byte[] bytes = await File.ReadAllBytesAsync(tree);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(tree, bytes);
        CosException damaged = await Assert.ThrowsAsync<CosException>(() => FetchAsync(Disk(served)));
        Assert.Equal("COS7007", Assert.Single(damaged.Diagnostics).Code);
        Assert.False(Directory.Exists(_folder["cache/trees"]));
        Assert.False(Directory.Exists(_folder["cache/catalogs"]));
    }

    private RepositoryCache Cache => new(_folder["cache"]);

    private async Task<string> ServeAsync()
    {
        string served = Directory.CreateDirectory(_folder["served"]).FullName;
        await ReferenceData.WriteRepositoryAsync(served);
        return served;
    }

    private Task<LockedRepository> FetchAsync(RepositoryReference reference, LockedRepository? locked = null, LockPolicy policy = LockPolicy.Reuse) =>
        new RepositoryFetcher(Cache, _folder.Path).FetchAsync(reference, locked, policy, default);

    private static RepositoryReference Disk(string folder) => new() { Name = "demo", Type = RepositoryType.Disk, Urls = [folder] };

    private static RepositoryReference Web(string url) => new() { Name = "demo", Type = RepositoryType.Http, Urls = [url] };
}
