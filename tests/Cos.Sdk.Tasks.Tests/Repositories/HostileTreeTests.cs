using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Repositories;

/// <summary>Random small archives full of links: whatever they hold, nothing is written outside, and streams keep their promises.</summary>
public sealed class HostileTreeTests : IDisposable
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly string[] Targets = ["a", "b", "..", "../..", "/", "/a", "/a/b", "../a", "b/../../c", ".", "./c", "../../outside", "c/d", "/../a"];

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("Keep")]
    [InlineData("Copy")]
    public async Task WriteFolderAsync_RandomEntries_StayInside(string links)
    {
        string outside = Directory.CreateDirectory(_temporary["outside"]).FullName;
        int written = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            string inner = Directory.CreateDirectory(_temporary["inner"]).FullName;
            using MemoryStream tar = new(await Tars.MakeAsync(Entries(new Random(seed))));
            FolderOptions options = new("random", Enum.Parse<SymbolicLinkMode>(links), TarLimits.Default with { MaxEntries = 500 }, 1000);
            try
            {
                await FolderWriter.WriteFolderAsync(tar, Path.Combine(inner, "out"), options, [], default);
                written++;
                AssertLinksStayIn(new DirectoryInfo(Path.Combine(inner, "out")), Path.Combine(inner, "out"), seed);
            }
            catch (CosException)
            {
                Assert.Empty(Directory.EnumerateFileSystemEntries(inner));
            }
            Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
            Assert.Equal(["inner", "outside"], Directory.EnumerateFileSystemEntries(_temporary.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Directory.Delete(inner, recursive: true);
        }
        Assert.InRange(written, 10, 115);
    }

    [Fact]
    public async Task WriteAsync_RandomPackages_GiveEachPathOnceAfterItsFoldersOrNothing()
    {
        int written = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            using TestRepository repository = new("random");
            Random random = new(seed);
            await repository.AddAsync("c/one@1.0", Entries(random));
            await repository.AddAsync("c/two@1.0", Entries(random));
            using MemoryStream output = new();
            string[] wishes = seed % 3 == 0 ? ["c/one"] : ["c/one", "c/two"];
            InstallationPlan plan = new InstallationPlanner([repository.Opened]).Plan(wishes, default);
            try
            {
                await new Installer(plan, new InstallationOptions { Epoch = 1000 }, []).WriteAsync(output, default);
            }
            catch (CosException)
            {
                continue;
            }
            written++;
            Dictionary<string, TarEntryKind> seen = new(StringComparer.Ordinal) { [""] = TarEntryKind.Directory };
            foreach ((TarEntry entry, _) in await Tars.ReadAsync(output.ToArray()))
            {
                string folder = entry.Path.Contains('/') ? entry.Path[..entry.Path.LastIndexOf('/')] : "";
                Assert.True(seen.TryGetValue(folder, out TarEntryKind kind) && kind == TarEntryKind.Directory, $"seed {seed}: {entry.Path}");
                Assert.True(entry.Kind != TarEntryKind.HardLink || seen.ContainsKey(entry.LinkTarget!), $"seed {seed}: {entry.Path}");
                Assert.True(seen.TryAdd(entry.Path, entry.Kind), $"seed {seed}: {entry.Path}");
            }
        }
        Assert.InRange(written, 10, 145);
    }

    private static void AssertLinksStayIn(DirectoryInfo folder, string root, int seed)
    {
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
        {
            if (item.LinkTarget is { } target)
            {
                string leads = Path.GetFullPath(target, folder.FullName);
                Assert.True(leads == root || leads.StartsWith(root + "/", StringComparison.Ordinal), $"seed {seed}: {item.FullName} -> {target}");
            }
            else if (item is DirectoryInfo below)
            {
                AssertLinksStayIn(below, root, seed);
            }
        }
    }

    private static (TarEntry, byte[])[] Entries(Random random) => [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ =>
    {
        string path = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Names[random.Next(Names.Length)]));
        return random.Next(6) switch
        {
            0 or 1 => Tars.Bare(Tars.Symlink(path, Targets[random.Next(Targets.Length)])),
            2 => Tars.Bare(Tars.HardLink(path, Names[random.Next(Names.Length)])),
            3 => Tars.Bare(Tars.Folder(path)),
            _ => Tars.Text(path, Names[random.Next(2)]),
        };
    })];
}
