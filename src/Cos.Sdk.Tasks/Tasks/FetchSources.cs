using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.Media;
using Cos.Sdk.Planning;
using Cos.Sdk.Repositories;
using Cos.Sdk.Resolution;
using Cos.Sdk.Tools;
using Cos.Sdk.Versions;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Pins the base images, seeds and repositories that the project needs, and brings what planning and building take from them. Asks engine and network only for what the lock does not answer.</summary>
[MSBuildMultiThreadableTask]
public sealed class FetchSources : FetchTask
{
    /// <summary>Fails instead of fetching anything.</summary>
    public bool ExpectUpToDate { get; set; }

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
        if (Recall() is not null)
        {
            return;
        }
        string lockFile = PathOf(LockFile);
        CosLock content = await CosLockFile.ReadAsync(lockFile, cancellationToken).ConfigureAwait(false);
        ImmutableArray<RepositoryReference> media = ReadMedia(out ImmutableArray<IsoSpec> specs);
        CosLock fetched = content with { Repositories = await FetchRepositoriesAsync(content, media, cancellationToken).ConfigureAwait(false) };
        SourceModel model = LoadSources(fetched, cancellationToken);
        IReadOnlyDictionary<string, SeedImage> seeds = ReadSeeds();
        SortedDictionary<string, SourceLocation?> needed = new(StringComparer.Ordinal);
        BuildPlan plan = PlanWithoutContents(model, needed, model.Resolution.Targets);
        SortedDictionary<string, SourceLocation?> kept = new(needed, StringComparer.Ordinal);
        // A build of some packages leaves in the lock what the project's others need.
        BuildPlan? others = model.Resolution.Neighbours.Count > model.Resolution.Targets.Count ? PlanOthers(model, kept) : null;
        fetched = await TakeAsync(fetched, media, specs, plan, others, cancellationToken).ConfigureAwait(false);

        fetched = fetched.Keep(
            kept.Keys.Where(reference => !seeds.ContainsKey(reference)).ToHashSet(StringComparer.Ordinal),
            kept.Keys.Where(seeds.ContainsKey).ToHashSet(StringComparer.Ordinal));
        List<string> open = [];
        foreach (string reference in needed.Keys)
        {
            if (Update || !await IsAnsweredAsync(fetched, seeds, reference, cancellationToken).ConfigureAwait(false))
            {
                open.Add(reference);
            }
        }
        if (open.Count > 0)
        {
            if (ExpectUpToDate)
            {
                throw new CosException(ProjectDiagnostics.NotUpToDate([.. open.Select(reference => $"{reference}: {Path.GetFileName(lockFile)} does not answer it")]));
            }
            fetched = await FetchAsync(fetched, seeds, open, needed, cancellationToken).ConfigureAwait(false);
        }
        if (!LockedMode)
        {
            CosLockFile.WriteIfChanged(lockFile, fetched);
        }
        else if (LockDifference.Repositories(content, fetched) is { Count: > 0 } moved)
        {
            throw new CosException(FetchingDiagnostics.LockMoved(moved));
        }
        if (Update)
        {
            ShowMoved(LockDifference.Between(content, fetched));
        }
    }

    private void ShowMoved(IReadOnlyList<string> moved)
    {
        Log.LogMessage(MessageImportance.High, moved.Count == 0 ? "  nothing moved" : "  moved:");
        foreach (string line in moved)
        {
            Log.LogMessage(MessageImportance.High, "    {0}", line);
        }
    }

    /// <summary>Locks the packages that the project takes, and brings the archives that it builds with.</summary>
    private async Task<CosLock> TakeAsync(
        CosLock content,
        ImmutableArray<RepositoryReference> repositories,
        ImmutableArray<IsoSpec> specs,
        BuildPlan plan,
        BuildPlan? others,
        CancellationToken cancellationToken)
    {
        if (repositories.IsEmpty)
        {
            return content;
        }
        ImmutableArray<Candidate> own =
        [
            .. plan.Nodes.OfType<ArtifactNode>()
                .SelectMany(node => node.Spec.Subpackages.Select(part => part.Definition).Prepend(node.Definition))
                .Select(definition => new Candidate(definition.Id, definition.Requires, definition.Conflicts, definition.Provides, definition.Location)),
        ];
        TakenPackages taken = new(ReadInherited(content, repositories));
        taken.AddBuild(plan);
        if (SystemPackage.Trim().Length > 0)
        {
            taken.AddInstallation([PackageReference.ParseRequirement(SystemPackage.Trim())], own, cancellationToken);
        }
        foreach (IsoSpec spec in specs)
        {
            taken.AddInstallation(spec.RootFs, own, cancellationToken);
            taken.AddInstallation(spec.Uefi, own, cancellationToken);
            taken.AddInstallation(spec.IsoImage, own, cancellationToken);
        }
        RepositoryFetcher fetcher = new(Cache, PathOf(ProjectFolder), Registries);
        Dictionary<string, LockedRepository> states = new(StringComparer.Ordinal);
        foreach (RepositoryReference reference in repositories)
        {
            LockedRepository state = reference.IsReference
                ? RepositoryFetcher.PresentStateOf(reference, PathOf(ProjectFolder))!
                : content.Repositories[reference.Name];
            ImmutableArray<LockedArchive> pinned = await fetcher
                .PinAsync(reference, taken.Of(reference.Name), state.Packages, Policy, cancellationToken).ConfigureAwait(false);
            states[reference.Name] = state with { Packages = Unite(pinned, state.Packages, others, reference.Name) };
        }
        await DownloadAsync(fetcher, repositories, states, plan, cancellationToken).ConfigureAwait(false);
        return content with
        {
            Repositories = content.Repositories.ToImmutableSortedDictionary(item => item.Key, item => states[item.Key], StringComparer.Ordinal),
        };
    }

    /// <summary>What is taken, and what was locked for packages that this build leaves out.</summary>
    private static ImmutableArray<LockedArchive> Unite(
        ImmutableArray<LockedArchive> taken, ImmutableArray<LockedArchive> locked, BuildPlan? others, string repository)
    {
        HashSet<string> left = [.. others is null ? [] : TakenPackages.FetchedBy(others).Where(archive => archive.Repository == repository).Select(archive => archive.Package)];
        return [.. taken.Concat(locked.Where(one => left.Contains($"{one.Package}@{one.Version}") && taken.All(other => other.Package != one.Package))).OrderBy(one => one.Package, StringComparer.Ordinal)];
    }

    /// <summary>Brings what the plan builds with, by the names that the lock now knows.</summary>
    private async Task DownloadAsync(
        RepositoryFetcher fetcher,
        ImmutableArray<RepositoryReference> repositories,
        Dictionary<string, LockedRepository> states,
        BuildPlan plan,
        CancellationToken cancellationToken)
    {
        TakenPackages pinned = new([.. repositories.Select(reference => Catalog.Read(reference.Name, states[reference.Name], Cache, [])!)]);
        await fetcher.DownloadAsync(
            TakenPackages.FetchedBy(plan).Select(archive => (
                pinned.Find(archive), repositories.First(reference => reference.Name == archive.Repository), states[archive.Repository])),
            package => Log.LogMessage(MessageImportance.High, "  {0} is fetched from {1}", package.Id, package.Archive!.Repository),
            cancellationToken).ConfigureAwait(false);
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

    /// <summary>Plans without contents, to learn the references of all base images.</summary>
    private BuildPlan PlanWithoutContents(
        SourceModel model, SortedDictionary<string, SourceLocation?> needed, IReadOnlyList<PackageId> targets)
    {
        PlanSettings settings = new()
        {
            ProjectFolder = PathOf(ProjectFolder),
            ImageRepository = ImageRepository,
            Platform = Platform,
            Epoch = 0,
            Compression = "none",
            CompressionLevel = 0,
        };
        return new BuildPlanner(settings, model.Packages, model.Resolution, Note, null, []).Plan(targets, model.Resolution.Neighbours);

        PinnedImage Note(string reference, SourceLocation? location)
        {
            if (reference != EmptyImage.Reference)
            {
                needed.TryAdd(reference, location);
            }
            return new PinnedImage(reference, reference, reference);
        }
    }

    /// <summary>Plans what this build leaves out; faults of that are not its business.</summary>
    private BuildPlan? PlanOthers(SourceModel model, SortedDictionary<string, SourceLocation?> needed)
    {
        try
        {
            return PlanWithoutContents(model, needed, model.Resolution.Neighbours);
        }
        catch (CosException)
        {
            return null;
        }
    }

    private async Task<CosLock> FetchAsync(
        CosLock content,
        IReadOnlyDictionary<string, SeedImage> seeds,
        List<string> open,
        SortedDictionary<string, SourceLocation?> needed,
        CancellationToken cancellationToken)
    {
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
                        seed, content.Seeds.GetValueOrDefault(reference), Policy, Diagnostics, cancellationToken).ConfigureAwait(false);
                    content = content with { Seeds = content.Seeds.SetItem(reference, locked) };
                }
                else
                {
                    Log.LogMessage(MessageImportance.High, "  {0} is pinned", reference);
                    LockedBaseImage image = await fetcher.EnsureAsync(
                        reference, Update ? content.BaseImages.GetValueOrDefault(reference) : null, Policy, null, null, needed[reference], cancellationToken).ConfigureAwait(false);
                    content = content with { BaseImages = content.BaseImages.SetItem(reference, image) };
                }
            }
        }
        return content;
    }
}
