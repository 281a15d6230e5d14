using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Repositories;

public sealed class InstallationPlannerTests : IDisposable
{
    private readonly TestRepository _own = new("own", priority: 1);
    private readonly TestRepository _upstream = new("upstream", priority: 5);

    public void Dispose()
    {
        _own.Dispose();
        _upstream.Dispose();
    }

    [Fact]
    public async Task Plan_Requirements_ComeBeforeWhatRequiresThemInAnyOrderOfWishes()
    {
        await AddAsync(_own, "c/z@1.0");
        await AddAsync(_own, "c/m@1.0", "c/z@>=1.0");
        await AddAsync(_own, "c/a@1.0", "c/m", "c/z");
        await AddAsync(_own, "c/b@1.0");

        string[] expected = ["c/z@1.0", "c/m@1.0", "c/a@1.0*", "c/b@1.0*"];
        Assert.Equal(expected, Plan("c/a", "c/b"));
        Assert.Equal(expected, Plan("c/b", "c/a", "c/b"));
    }

    [Fact]
    public async Task Plan_WishWithoutVersion_GetsTheBestOfTheMostPreferredRepository()
    {
        await AddAsync(_upstream, "c/tool@9.0");
        await AddAsync(_own, "c/tool@1.0");
        await AddAsync(_own, "c/tool@1.10");
        await AddAsync(_own, "c/tool@1.9");

        Assert.Equal(["c/tool@1.10* from own"], PlanWithSources("c/tool"));
        Assert.Equal(["c/tool@9.0* from upstream"], PlanWithSources("c/tool@>=2"));
    }

    [Fact]
    public async Task Plan_SamePackageInTwoRepositories_IsTakenFromTheMorePreferred()
    {
        await AddAsync(_upstream, "c/lib@1.0");
        await AddAsync(_own, "c/lib@1.0");
        await AddAsync(_upstream, "c/app@1.0", "c/lib");
        Assert.Equal(["c/lib@1.0 from own", "c/app@1.0* from upstream"], PlanWithSources("c/app"));
    }

    [Fact]
    public async Task Plan_Requirement_PrefersThePreferredRepositoryAndFallsBackToTheOthers()
    {
        await AddAsync(_own, "c/lib@1.0");
        await AddAsync(_upstream, "c/lib@2.0");
        await AddAsync(_own, "c/any@1.0", "c/lib");
        await AddAsync(_own, "c/new@1.0", "c/lib@>=2");
        Assert.Equal(["c/lib@1.0 from own", "c/any@1.0* from own"], PlanWithSources("c/any"));
        Assert.Equal(["c/lib@2.0 from upstream", "c/new@1.0* from own"], PlanWithSources("c/new"));
        Assert.Equal(["c/lib@2.0 from upstream", "c/any@1.0* from own", "c/new@1.0* from own"], PlanWithSources("c/new", "c/any"));
    }

    [Fact]
    public async Task Plan_UnknownOrUnsatisfiable_IsExplainedByTheResolver()
    {
        await AddAsync(_own, "c/app@1.0", "c/missing");
        await AddAsync(_own, "c/old@1.0");
        string unknown = Assert.Throws<CosException>(() => Plan("c/nothing")).Diagnostics[0].Code;
        string version = Assert.Throws<CosException>(() => Plan("c/old@>=2")).Diagnostics[0].Code;
        string requirement = Assert.Throws<CosException>(() => Plan("c/app")).Diagnostics[0].Code;
        Assert.Equal(("COS3001", "COS3002", "COS3001"), (unknown, version, requirement));
    }

    [Fact]
    public void Plan_NoWish_IsRefused() =>
        Assert.Equal("COS7050", Assert.Throws<CosException>(() => Plan()).Diagnostics[0].Code);

    [Fact]
    public async Task WriteAsync_PackageWithFinalizer_IsRefusedUnlessItIsRunOrLeftAlone()
    {
        await _own.AddAsync("c/app@1.0", [], [Tars.Text("app", "x")], finalizer: "install:\n- echo done\n");
        await AddAsync(_own, "c/b@1.0", "c/app");
        InstallationPlan plan = new InstallationPlanner([_own.Opened]).Plan(["c/b"], default);
        Assert.Equal("c/app@1.0", Assert.Single(plan.Finalizers).Package.ToString());

        InstallationOptions options = new() { Epoch = 1000 };
        CosException refused = await Assert.ThrowsAsync<CosException>(() => new Installer(plan, options, []).WriteAsync(Stream.Null, default));
        Assert.Equal("COS7049", refused.Diagnostics[0].Code);
        Assert.Contains("c/app@1.0", refused.Message, StringComparison.Ordinal);

        Assert.Equal(["app", "b"], await PathsAsync(plan, options with { IgnoreFinalizers = true }));
        Assert.Equal(["app", "b", "finalized-by-c-app"], await PathsAsync(plan, options with { FinalizerRunner = new MarkingRunner() }));
    }

    [Fact]
    public async Task WriteAsync_ArchiveIsCorruptedWhileFinalizersRead_TheCorruptionIsReported()
    {
        await _own.AddAsync("c/app@1.0", [], [Tars.Text("app", new string('x', 100_000))], finalizer: "install:\n- echo done\n");
        InstallationPlan plan = new InstallationPlanner([_own.Opened]).Plan(["c/app"], default);
        await File.AppendAllTextAsync(_own.ArchiveOf("c/app@1.0"), "x");
        InstallationOptions options = new() { Epoch = 1000, FinalizerRunner = new MarkingRunner() };
        CosException error = await Assert.ThrowsAsync<CosException>(() => new Installer(plan, options, []).WriteAsync(new MemoryStream(), default));
        Assert.Equal("COS7007", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task WriteFolderAsync_CorruptedArchive_LeavesNoFolder()
    {
        await _own.AddAsync("c/app@1.0", Tars.Text("boot/vmlinuz", new string('x', 3_000_000)));
        InstallationPlan plan = new InstallationPlanner([_own.Opened]).Plan(["c/app"], default);
        using TemporaryFolder folder = new();
        FolderOptions options = new("boot files", SymbolicLinkMode.Keep, TarLimits.Default, Epoch: 1000);
        Installer installer = new(plan, new InstallationOptions { Epoch = 1000 }, []);
        InstallationResult result = await installer.WriteFolderAsync(folder["good"], options, default);
        Assert.Equal(3_000_000, new FileInfo(folder["good/boot/vmlinuz"]).Length);
        Assert.Equal(2, result.Entries);

        await File.AppendAllTextAsync(_own.ArchiveOf("c/app@1.0"), "x");
        CosException error = await Assert.ThrowsAsync<CosException>(() => installer.WriteFolderAsync(folder["bad"], options, default));
        Assert.Equal("COS7007", error.Diagnostics[0].Code);
        Assert.Equal(["good"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ReadByAsync_ConsumerFails_ItsFailureIsReportedAndNothingHangs()
    {
        await _own.AddAsync("c/app@1.0", Tars.Text("big", new string('x', 9_000_000)));
        InstallationPlan plan = new InstallationPlanner([_own.Opened]).Plan(["c/app"], default);
        Installer installer = new(plan, new InstallationOptions { Epoch = 1000 }, []);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => installer.ReadByAsync(async (stream, cancellation) =>
        {
            await stream.ReadExactlyAsync(new byte[512], cancellation);
            throw new InvalidTimeZoneException();
        }, default));
    }

    [Fact]
    public async Task InstalledPackages_AreWrittenAsStableJson()
    {
        await AddAsync(_own, "c/lib@1.0");
        await AddAsync(_own, "c/app@1.0", "c/lib@>=1");
        InstallationPlan plan = new InstallationPlanner([_own.Opened]).Plan(["c/app"], default);
        using MemoryStream json = new();
        await InstalledPackagesWriter.WriteAsync(InstalledPackages.Of(plan), json, default);
        string text = System.Text.Encoding.UTF8.GetString(json.ToArray());
        string sha256 = plan.Packages[1].Package.Sha256;
        Assert.StartsWith($$"""
            {
              "formatVersion": 1,
              "packages": [
                {
                  "category": "c",
                  "name": "app",
                  "version": "1.0",
                  "requested": true,
                  "repository": "own",
                  "revision": 7,
                  "archive": "app-c-1.0.package.tar.zst",
                  "sha256": "{{sha256}}",
                  "requires": [
                    {
                      "category": "c",
                      "name": "lib",
                      "version": ">=1"
                    }
                  ],
                  "files": [
                    "app"
                  ]
                },
                {
                  "category": "c",
                  "name": "lib",
                  "version": "1.0",
                  "requested": false,

            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    private static Task AddAsync(TestRepository repository, string id, params string[] requires) =>
        repository.AddAsync(id, requires, [Tars.Text(TestRepository.Id(id).Name.Name, "x")]);

    private string[] Plan(params string[] wishes) =>
        [.. new InstallationPlanner([_upstream.Opened, _own.Opened]).Plan(wishes, default).Packages.Select(item => $"{item.DisplayName}{(item.IsRequested ? "*" : "")}")];

    private string[] PlanWithSources(params string[] wishes) =>
        [.. new InstallationPlanner([_upstream.Opened, _own.Opened]).Plan(wishes, default).Packages
            .Select(item => $"{item.DisplayName}{(item.IsRequested ? "*" : "")} from {item.Repository.Reference.Name}")];

    private static async Task<IEnumerable<string>> PathsAsync(InstallationPlan plan, InstallationOptions options)
    {
        using MemoryStream output = new();
        await new Installer(plan, options, []).WriteAsync(output, default);
        return (await Tars.ReadAsync(output.ToArray())).Select(item => item.Entry.Path);
    }

    /// <summary>Passes the root on with one more file for each finalizer.</summary>
    private sealed class MarkingRunner : IFinalizerRunner
    {
        public async Task RunAsync(
            Stream root, System.Collections.Immutable.ImmutableArray<RequiredFinalizer> finalizers, Stream output, CancellationToken cancellationToken)
        {
            await using TarStreamReader reader = new(root, TarLimits.Default, "root");
            await using TarStreamWriter writer = new(output, "root");
            while (await reader.ReadEntryAsync(cancellationToken) is { } entry)
            {
                await writer.WriteEntryAsync(entry, reader.Content, cancellationToken);
            }
            foreach (RequiredFinalizer finalizer in finalizers)
            {
                await writer.WriteEntryAsync(Tars.File($"finalized-by-{finalizer.Package.Name.ToString().Replace('/', '-')}", 0), null, cancellationToken);
            }
            await writer.FinishAsync(cancellationToken);
        }
    }
}
