using System.Formats.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.IntegrationTests.Engine;
using Cos.Sdk.Tools;

namespace Cos.Sdk.IntegrationTests.Fetching;

/// <summary>Seeds from the distribution's real archive: the smallest there is, so that it is quick.</summary>
public sealed class SeedTests(EngineFixture fixture) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-seed-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task MadeFromScratchAndAgainFromItsLock_IsTheSameToTheByte()
    {
        DiagnosticBag diagnostics = [];
        SeedImage seed = new SeedDeclaration { Reference = fixture.Tag("seed"), Suite = "bookworm", Variant = "essential", Packages = "kmod" }
            .Check(diagnostics)!;

        BuiltSeed first = await BuildAsync(seed, null, "one");
        Assert.Contains(first.Locked.Packages, package => package.Name == "kmod");
        Assert.Contains(first.Locked.Packages, package => package.Name == "base-files");
        Assert.DoesNotContain(first.Locked.Packages, package => package.Name == "usrmerge");
        Assert.All(first.Locked.Packages, package => Assert.Matches("^[0-9a-f]{64}$", package.Sha256));
        Assert.True(first.Locked.Epoch > 1_600_000_000);

        // Through the file, as another machine would.
        string lockFile = Path.Combine(_folder, CosLock.FileName);
        CosLockFile.WriteIfChanged(lockFile, new CosLock { Seeds = CosLock.Empty.Seeds.Add(seed.Reference, first.Locked) });
        LockedSeed locked = (await CosLockFile.ReadAsync(lockFile, Token)).Seeds[seed.Reference];
        Assert.True(locked.Answers(seed));
        await RequireNothingOfTheMachineAsync(first);

        BuiltSeed second = await BuildAsync(seed, locked, "two");
        Assert.False(second.FromCache);
        Assert.Equal(first.Locked.RootFileSystem, second.Locked.RootFileSystem);

        await ImportTwiceAsync(seed, locked, diagnostics);
        Assert.Empty(diagnostics);
    }

    /// <summary>With the cache of the second build: imported once, and the second time the engine has it.</summary>
    private async Task ImportTwiceAsync(SeedImage seed, LockedSeed locked, DiagnosticBag diagnostics)
    {
        using SeedBuilder builder = CreateBuilder("two");
        SeedImageProvider provider = new(fixture.Engine, builder, CreateRunner());
        await provider.EnsureAsync(seed, locked, LockPolicy.Locked, diagnostics, Token);
        string tag = SeedImageProvider.ContentTag(seed, locked);
        try
        {
            ImageDetails image = (await fixture.Engine.InspectImageAsync(tag, Token))!;
            Assert.Equal([locked.RootFileSystem], image.LayerDigests);
            await fixture.Engine.RemoveImageAsync(seed.Reference, Token);
            Directory.Delete(Path.Combine(_folder, "two"), recursive: true);

            await provider.EnsureAsync(seed, locked, LockPolicy.Locked, diagnostics, Token);

            Assert.Equal(image.Id, (await fixture.Engine.InspectImageAsync(seed.Reference, Token))!.Id);
        }
        finally
        {
            await fixture.Engine.RemoveImageAsync(tag, Token);
        }
    }

    private async Task RequireNothingOfTheMachineAsync(BuiltSeed built)
    {
        string path = Path.Combine(_folder, "root.tar");
        await using (FileStream target = File.Create(path))
        {
            await RootFileSystemFile.ReadAsync(built.File, target, Token);
        }
        List<string> names = [];
        await using FileStream tar = File.OpenRead(path);
        await using TarReader reader = new(tar);
        while (await reader.GetNextEntryAsync(copyData: false, Token) is { } entry)
        {
            names.Add(entry.Name);
            Assert.True(entry.ModificationTime.ToUnixTimeSeconds() <= built.Locked.Epoch, entry.Name);
            Assert.False(entry.Name.StartsWith("./var/log/", StringComparison.Ordinal) && entry.Length > 0, entry.Name);
        }
        Assert.Contains("./etc/apt/sources.list", names);
        Assert.DoesNotContain(names, name => name.Contains("cos-", StringComparison.Ordinal) || name.EndsWith("-old", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name is "./etc/hostname" or "./etc/resolv.conf" or "./etc/machine-id");
        Assert.DoesNotContain(names, name => name.StartsWith("./var/lib/apt/lists/", StringComparison.Ordinal) && name.EndsWith("_Packages", StringComparison.Ordinal));
    }

    private async Task<BuiltSeed> BuildAsync(SeedImage seed, LockedSeed? locked, string cache)
    {
        using SeedBuilder builder = CreateBuilder(cache);
        return await builder.BuildAsync(seed, locked, Token);
    }

    private SeedBuilder CreateBuilder(string cache) => new(CreateRunner(), new SeedBuilderOptions
    {
        CacheFolder = Path.Combine(_folder, cache),
        WorkFolder = Path.Combine(_folder, "work with blank"),
        LogFolder = Path.Combine(_folder, "logs"),
    });

    private static HostToolRunner CreateRunner() => new(HostToolOptions.Create(Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>()
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string)variable.Value!))));
}
