using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;
using Cos.Sdk.Tools;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Pins the base images and seeds that the project needs. Asks engine and network only for what the lock does not answer.</summary>
[MSBuildMultiThreadableTask]
public sealed class FetchSources : SourceTask
{
    /// <summary>Refuses to change the lock.</summary>
    public bool LockedMode { get; set; }

    /// <summary>Where finished seeds stay.</summary>
    [Required]
    public string CacheFolder { get; set; } = "";

    /// <summary>Where the tools' logs go.</summary>
    [Required]
    public string LogFolder { get; set; } = "";

    /// <summary>Address of the engine; empty to look for one.</summary>
    public string EngineEndpoint { get; set; } = "";

    /// <summary><c>docker</c>, <c>podman</c>, or empty for whichever answers first.</summary>
    public string Engine { get; set; } = "";

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        string lockFile = PathOf(LockFile);
        CosLock content = await CosLockFile.ReadAsync(lockFile, cancellationToken).ConfigureAwait(false);
        SourceModel model = LoadSources(content, cancellationToken);
        IReadOnlyDictionary<string, SeedImage> seeds = ReadSeeds();
        SortedDictionary<string, SourceLocation?> needed = FindBaseImages(model);

        CosLock fetched = content.Keep(
            needed.Keys.Where(reference => !seeds.ContainsKey(reference)).ToHashSet(StringComparer.Ordinal),
            needed.Keys.Where(seeds.ContainsKey).ToHashSet(StringComparer.Ordinal));
        List<string> open = [];
        foreach (string reference in needed.Keys)
        {
            if (!await IsAnsweredAsync(fetched, seeds, reference, cancellationToken).ConfigureAwait(false))
            {
                open.Add(reference);
            }
        }
        if (open.Count > 0)
        {
            fetched = await FetchAsync(fetched, seeds, open, needed, cancellationToken).ConfigureAwait(false);
        }
        if (!LockedMode)
        {
            CosLockFile.WriteIfChanged(lockFile, fetched);
        }
    }

    /// <summary>A tarball may have changed since, so it is read every time.</summary>
    private static async Task<bool> IsAnsweredAsync(
        CosLock content, IReadOnlyDictionary<string, SeedImage> seeds, string reference, CancellationToken cancellationToken)
    {
        if (!seeds.TryGetValue(reference, out SeedImage? seed))
        {
            return content.BaseImages.ContainsKey(reference);
        }
        return content.Seeds.TryGetValue(reference, out LockedSeed? locked)
            && locked.Answers(seed)
            && (!seed.IsTarball || locked.Tarball == await TarballSeed.HashAsync(seed, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The references of all base images, found by planning without contents.</summary>
    private SortedDictionary<string, SourceLocation?> FindBaseImages(SourceModel model)
    {
        SortedDictionary<string, SourceLocation?> needed = new(StringComparer.Ordinal);
        PlanSettings settings = new()
        {
            ProjectFolder = PathOf(ProjectFolder),
            ImageRepository = ImageRepository,
            Platform = Platform,
            Epoch = 0,
            Compression = "none",
            CompressionLevel = 0,
        };
        new BuildPlanner(settings, model.Packages, model.Resolution, Note, null, []).Plan(model.Resolution.Targets);
        return needed;

        PinnedImage Note(string reference, SourceLocation? location)
        {
            needed.TryAdd(reference, location);
            return new PinnedImage(reference, reference, reference);
        }
    }

    private async Task<CosLock> FetchAsync(
        CosLock content,
        IReadOnlyDictionary<string, SeedImage> seeds,
        List<string> open,
        SortedDictionary<string, SourceLocation?> needed,
        CancellationToken cancellationToken)
    {
        LockPolicy policy = LockedMode ? LockPolicy.Locked : LockPolicy.Reuse;
        IImageEngine engine = await EngineConnector.ConnectAsync(SearchFor(EngineEndpoint, Engine), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            HostToolRunner tools = new(HostToolOptions.Create(EnvironmentVariables()));
            using SeedBuilder builder = new(tools, SeedFolders.Of(PathOf(CacheFolder), PathOf(LogFolder)));
            SeedImageProvider provider = new(engine, builder, tools);
            BaseImageFetcher fetcher = new(engine);
            foreach (string reference in open)
            {
                if (seeds.TryGetValue(reference, out SeedImage? seed))
                {
                    Log.LogMessage(MessageImportance.High, "  {0} is fetched: {1}", reference, seed.IsTarball ? seed.Tarball : $"packages of {seed.Suite}");
                    LockedSeed locked = await provider.EnsureAsync(
                        seed, content.Seeds.GetValueOrDefault(reference), policy, Diagnostics, cancellationToken).ConfigureAwait(false);
                    content = content with { Seeds = content.Seeds.SetItem(reference, locked) };
                }
                else
                {
                    Log.LogMessage(MessageImportance.High, "  {0} is pinned", reference);
                    LockedBaseImage image = await fetcher.EnsureAsync(
                        reference, null, policy, null, null, needed[reference], cancellationToken).ConfigureAwait(false);
                    content = content with { BaseImages = content.BaseImages.SetItem(reference, image) };
                }
            }
        }
        return content;
    }
}
