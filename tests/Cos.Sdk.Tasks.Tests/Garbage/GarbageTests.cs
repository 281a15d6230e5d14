using System.Diagnostics;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.Garbage;
using Cos.Sdk.Planning;
using Cos.Sdk.Tests.Fetching;
using Cos.Sdk.Tests.Planning;

namespace Cos.Sdk.Tests.Garbage;

public sealed class GarbageTests : IDisposable
{
    private const string Repository = "cos.local/cache";

    private readonly PlanTree _one = new PlanTree().Add("a", "image: one", "steps: [echo a]");

    private readonly PlanTree _two = new PlanTree().Add("b", "image: one", "steps: [echo b]");

    private readonly FakeEngine _engine = new();

    private string Cache => Path.Combine(_one.Root, "cache");

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
    }

    [Fact]
    public async Task FindAsync_Images_AreGarbageWhenAKnownProjectNamedThemAndNoneDoesNow()
    {
        string mine = await BuildAsync(_one, "a");
        string others = await BuildAsync(_two, "b");
        _one.Add("a", "image: one", "steps: [echo changed]");
        string now = await BuildAsync(_one, "a");
        foreach (string tag in new[] { mine, others, now, Repository + ":unknown", "another/cache:" + mine[^64..] })
        {
            _engine.Images[tag] = FakeEngine.Image("sha256:" + tag.Length);
        }

        IReadOnlyList<GarbageItem> found = await FindAsync();
        Assert.Equal([(mine, true), (Repository + ":unknown", false)], found.Select(item => (item.Name, item.IsCertain)));

        // The other project is deleted: what only it named goes, too.
        Directory.Delete(Path.Combine(_two.Root, "plan"), recursive: true);
        found = await FindAsync();
        Assert.Equal(new[] { mine, others }.Order(StringComparer.Ordinal), found.Where(item => item.IsCertain).Select(item => item.Name));

        DiagnosticBag diagnostics = [];
        IReadOnlyList<GarbageItem> gone = await GarbageRemover.RemoveAsync(
            _engine, new ProjectRegistry(Cache), found.Where(item => item.IsCertain), diagnostics, CancellationToken.None);
        Assert.Equal((2, 0), (gone.Count, diagnostics.Count));
        Assert.Equal([Repository + ":unknown"], (await FindAsync()).Select(item => item.Name));
        Assert.Equal([Path.Combine(_one.Root, "plan")], new ProjectRegistry(Cache).ReadAll().Select(project => project.PlanFolder));
        Assert.Contains(now, _engine.Images.Keys);
    }

    [Fact]
    public async Task FindAsync_Cache_KeepsWhatALockNamesAndWhatNobodyHereKnows()
    {
        string plan = Path.Combine(_one.Root, "plan");
        await new ProjectRegistry(Cache).RegisterAsync(plan, Path.Combine(_one.Root, "cos.lock.json"), [], ["old", "older"], CancellationToken.None);
        _one.With("cache/seeds/old.tar.zst", "12345").With("cache/seeds/foreign.tar.zst", "1").With("cache/seeds/x.lock", "")
            .With("cache/repositories/trees/older/a", "123").With("cache/repositories/trees/older/b/c", "4567");
        Assert.Equal(
            [("foreign.tar.zst", 1L, false), ("old.tar.zst", 5L, true), ("older", 7L, true)],
            (await FindAsync()).Select(item => (Path.GetFileName(item.Name), item.Size, item.IsCertain)));
    }

    [Fact]
    public async Task FindAsync_SeedsAndLayers_AreGarbageWhenNoLockAndNoNeededImageHasThem()
    {
        string content = new('a', 64);
        string layer = new('b', 64);
        string lost = new('c', 64);
        string seed = $"cos.local/debian:seed-{content[..16]}";
        _engine.Images[seed] = FakeEngine.Image("sha256:1") with { LayerDigests = ["sha256:" + layer] };
        _engine.Images["others/seed:seed-0123456789abcdef"] = FakeEngine.Image("sha256:2");
        _one.With($"cache/layers/{layer}.layer", "123").With($"cache/layers/{lost}.layer", "1");
        string file = Path.Combine(_one.Root, "cos.lock.json");
        await new ProjectRegistry(Cache).RegisterAsync(Path.Combine(_one.Root, "plan"), file, [seed], [], CancellationToken.None);

        CosLockFile.WriteIfChanged(file, CosLock.Empty with
        {
            Seeds = CosLock.Empty.Seeds.SetItem("cos.local/debian:1", new LockedSeed { Tarball = "sha256:" + content, RootFileSystem = "sha256:" + content }),
        });
        Assert.Equal([(lost + ".layer", true)], (await FindAsync()).Select(item => (Path.GetFileName(item.Name), item.IsCertain)));

        // The project has another seed now: the old one's image goes, and what is known of its layers.
        File.Delete(file);
        Assert.Equal([seed, layer + ".layer", lost + ".layer"], (await FindAsync()).Select(item => item.Kind == "image" ? item.Name : Path.GetFileName(item.Name)));
    }

    [Fact]
    public async Task ArchivesOf_Repository_AreThoseThatNoPlanMakes()
    {
        await BuildAsync(_one, "a");
        _one.With("out/a-c-1.0.package.tar.zst", "").With("out/a-c-1.0.metadata.yaml", "").With("out/a-c-0.9.package.tar.gz", "123").With("out/repository.yaml", "");
        GarbageItem item = Assert.Single(GarbageFinder.ArchivesOf(Path.Combine(_one.Root, "plan"), Path.Combine(_one.Root, "out")));
        Assert.Equal(("a-c-0.9.package.tar.gz", 3L), (Path.GetFileName(item.Name), item.Size));
        Assert.Empty(GarbageFinder.ArchivesOf(Path.Combine(_one.Root, "none"), Path.Combine(_one.Root, "out")));
    }

    [Fact]
    public async Task RemoveDeadLeftoversAsync_Leftovers_GoOnlyWhenTheirProcessHasEndedForCertain()
    {
        using Process ended = Process.Start("sleep", "10");
        string dead = $"{OwnerMark.Current.Split('-')[0]}-{ended.Id}-{StartOf(ended.Id)}";
        Assert.False(OwnerMark.IsDead(dead));
        ended.Kill();
        await ended.WaitForExitAsync();
        Assert.True(OwnerMark.IsDead(dead));
        Assert.False(OwnerMark.IsDead(OwnerMark.Current));
        Assert.All(["", "true", "x-1-1", $"{OwnerMark.Current.Split('-')[0]}-x-1", dead.Replace(dead[0], dead[0] == 'a' ? 'b' : 'a')], mark => Assert.False(OwnerMark.IsDead(mark)));

        _engine.Left.AddRange(
        [
            new EngineLeftover(true, "one", dead), new EngineLeftover(false, "cos-hidden:two", dead),
            new EngineLeftover(true, "live", OwnerMark.Current), new EngineLeftover(true, "foreign", "0123456789abcdef-1-1"), new EngineLeftover(true, "older", "true"),
        ]);
        Assert.Equal(2, await GarbageRemover.RemoveDeadLeftoversAsync(_engine, CancellationToken.None));
        Assert.Equal(["live", "foreign", "older"], _engine.Left.Select(item => item.Name));
    }

    private static string StartOf(int process)
    {
        string status = File.ReadAllText($"/proc/{process}/stat");
        return status[(status.LastIndexOf(')') + 2)..].Split(' ')[19];
    }

    private async Task<IReadOnlyList<GarbageItem>> FindAsync() => await new GarbageFinder(Cache, Repository).FindAsync(_engine, CancellationToken.None);

    /// <summary>Writes the plans of a package and registers them as a build does; the name of the package's image.</summary>
    private async Task<string> BuildAsync(PlanTree tree, string package)
    {
        BuildPlan plan = tree.Plan(package);
        string folder = Path.Combine(tree.Root, "plan");
        PlanFiles.Write(folder, plan);
        string image = tree.Image(plan, package).Image;
        await new ProjectRegistry(Cache).RegisterAsync(folder, Path.Combine(tree.Root, "cos.lock.json"), [image], [], CancellationToken.None);
        return image;
    }
}
