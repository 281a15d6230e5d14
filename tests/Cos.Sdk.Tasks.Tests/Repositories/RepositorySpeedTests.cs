using System.Diagnostics;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Tests.Planning;

namespace Cos.Sdk.Tests.Repositories;

/// <summary>
/// Measures, and asserts only that the result is right: figures depend on the machine. <c>COS_MEASURE=1000</c> is the number of packages
/// that the aim is stated for; without it there are few.
/// </summary>
public sealed class RepositorySpeedTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("COS_MEASURE") ?? (Environment.GetEnvironmentVariable("COS_SOAK") == "1" ? "10000" : "50"), CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task ManyPackages_AreWrittenReadAndPlanned()
    {
        RepositoryContent content = await MakeAsync();
        DiagnosticBag diagnostics = [];
        await MeasureAsync("create", async () => Assert.True((await new RepositoryWriter(content, diagnostics).WriteAsync(default)).IsChanged));
        await MeasureAsync("create again, unchanged", async () => Assert.False((await new RepositoryWriter(content, diagnostics).WriteAsync(default)).IsChanged));
        await MeasureAsync("create again, one dropped", async () =>
            Assert.Equal(2, (await new RepositoryWriter(content with { MetadataFiles = content.MetadataFiles[..^1] }, diagnostics).WriteAsync(default)).Removed.Length));
        PackageRepository? repository = null;
        RepositoryReference reference = new() { Name = "many", Type = RepositoryType.Disk, Urls = [content.Folder] };
        await MeasureAsync("open", async () => repository = await RepositoryReader.OpenAsync(reference, "/", ReferenceData.NoCache, default));
        Assert.Equal(Count - 1, repository!.Index.Packages.Length);
        InstallationPlan? plan = null;
        await MeasureAsync("plan the installation of all", () =>
        {
            plan = new InstallationPlanner([repository]).Plan([string.Create(CultureInfo.InvariantCulture, $"r/p-{Count - 2:00000}")], default);
            return Task.CompletedTask;
        });
        Assert.Equal(Count - 1, plan!.Packages.Length);
        Assert.Empty(diagnostics);
    }

    /// <summary>As a project sees it: fetched once, and afterwards read from the catalog, of which only what is needed is looked at.</summary>
    [Fact]
    public async Task ManyPackages_AreFetchedAndInherited()
    {
        RepositoryContent content = await MakeAsync();
        await new RepositoryWriter(content, []).WriteAsync(default);
        RepositoryCache cache = new(_temporary["cache"]);
        RepositoryReference reference = new() { Name = "many", Type = RepositoryType.Disk, Urls = [content.Folder] };
        LockedRepository? locked = null;
        await MeasureAsync("fetch", async () => locked = await new RepositoryFetcher(cache, "/").FetchAsync(reference, null, LockPolicy.Reuse, default));
        await MeasureAsync("fetch again", async () => await new RepositoryFetcher(cache, "/").FetchAsync(reference, locked, LockPolicy.Locked, default));
        InheritedRepository? inherited = null;
        await MeasureAsync("read the catalog", () =>
        {
            inherited = Catalog.Read("many", locked!, cache, []);
            return Task.CompletedTask;
        });
        Assert.Equal(Count, inherited!.Packages.Length);

        using PlanTree own = new();
        own.Add("os", "requires_final_images: true", $"requires: [{{category: r, name: p-{Count - 1:00000}, version: \">=1.0\"}}]", "unpack: true");
        BuildPlan? plan = null;
        await MeasureAsync("resolve and plan", () =>
        {
            SourceOptions options = new() { Trees = [], OwnFolders = [own.Root], Values = [], BuildPackages = [], Repositories = [inherited] };
            SourceModel model = SourceModel.Load(options, DateTimeOffset.UnixEpoch, default);
            PlanSettings settings = new()
            {
                ProjectFolder = own.Root, ImageRepository = "cos.local/cache", Platform = "linux/amd64", Epoch = 0, Compression = "none", CompressionLevel = 0,
            };
            plan = new BuildPlanner(settings, model.Packages, model.Resolution, PlanTree.Pin, null, []).Plan(model.Resolution.Targets);
            return Task.CompletedTask;
        });
        Assert.Equal(Count, Assert.Single(plan!.Nodes.OfType<ComposedImageNode>()).Fetched.Length);
    }

    /// <summary>Packages that require one another in a chain, each with a folder, metadata and an archive that is never opened.</summary>
    private async Task<RepositoryContent> MakeAsync()
    {
        string tree = _temporary["tree"];
        string folder = Directory.CreateDirectory(_temporary["out"]).FullName;
        string template = ReferenceData.Text("expected.a-r-1.0.metadata.yaml").Replace("<HASH>", new string('a', 64)).Replace("<TIME>", "now");
        List<string> metadata = [];
        List<PublishedDefinition> definitions = [];
        for (int i = 0; i < Count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"p-{i:00000}");
            string package = Directory.CreateDirectory(Path.Combine(tree, name)).FullName;
            string requires = i == 0 ? "[]" : string.Create(CultureInfo.InvariantCulture, $"[{{category: r, name: p-{i - 1:00000}, version: \">=1.0\"}}]");
            await File.WriteAllTextAsync(Path.Combine(package, "definition.yaml"), $"name: {name}\ncategory: r\nversion: \"1.0\"\nrequires: {requires}\n");
            await File.WriteAllTextAsync(Path.Combine(package, "build.yaml"), "image: debian\nsteps:\n- make\n");
            definitions.Add(ReferenceData.Definition(Path.Combine(package, "definition.yaml")));
            metadata.Add(Path.Combine(folder, $"{name}-r-1.0.metadata.yaml"));
            string files = string.Concat(Enumerable.Range(0, 20).Select(n => $"    - usr/share/{name}/file{n}\n"));
            await File.WriteAllTextAsync(metadata[^1], template.Replace("name: a\n", $"name: {name}\n").Replace("a-r-1.0", $"{name}-r-1.0").Replace("    - etc/a/c\n", files));
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}-r-1.0.package.tar.zst"), "");
        }
        return new RepositoryContent
        {
            Folder = folder, Name = "many", Epoch = 1, MetadataFiles = [.. metadata], Definitions = [.. definitions], Trees = [tree],
        };
    }

    private async Task MeasureAsync(string what, Func<Task> work)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan processor = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        await work();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Count} packages, {what}: {elapsed.TotalMilliseconds:0} ms, processor {(process.TotalProcessorTime - processor).TotalMilliseconds:0} ms"));
    }
}
