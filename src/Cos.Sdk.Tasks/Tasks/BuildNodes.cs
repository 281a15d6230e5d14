using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Building;
using Cos.Sdk.Building.Caching;
using Cos.Sdk.Building.Timelines;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.Files;
using Cos.Sdk.Garbage;
using Cos.Sdk.Planning;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tools;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Makes the requested nodes of the graph, and those that they need, in parallel.</summary>
[MSBuildMultiThreadableTask]
public sealed class BuildNodes : CosTask
{
    /// <summary>Plan files of the nodes that are out of date.</summary>
    [Required]
    public ITaskItem[] Requested { get; set; } = [];

    /// <summary>All plan files of the project.</summary>
    [Required]
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary>The project's folder.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>Where plan files and stamps are.</summary>
    [Required]
    public string PlanFolder { get; set; } = "";

    /// <summary>Where Dockerfiles are.</summary>
    [Required]
    public string DockerfileFolder { get; set; } = "";

    /// <summary>Where archives go.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>Where logs go.</summary>
    [Required]
    public string LogFolder { get; set; } = "";

    /// <summary>Where timeline.json and timeline.html go.</summary>
    [Required]
    public string TimelineFolder { get; set; } = "";

    /// <summary>Shared between projects.</summary>
    [Required]
    public string CacheFolder { get; set; } = "";

    /// <summary>The lock file.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>Base images that are made instead of pulled.</summary>
    public ITaskItem[] SeedImages { get; set; } = [];

    /// <summary>OCI name of the architecture.</summary>
    [Required]
    public string Architecture { get; set; } = "";

    /// <summary>How many nodes are made at once; empty for as many as there are processors.</summary>
    public string MaxParallelBuilds { get; set; } = "";

    /// <summary>The network of steps; empty or <c>default</c> for the engine's own.</summary>
    public string BuildNetwork { get; set; } = "";

    /// <summary>Address of the engine; empty to look for one.</summary>
    public string EngineEndpoint { get; set; } = "";

    /// <summary><c>docker</c>, <c>podman</c>, or empty for whichever answers first.</summary>
    public string Engine { get; set; } = "";

    /// <summary>Secrets of steps, separated by semicolons: <c>NAME=env://VARIABLE</c> or <c>NAME=path of a file</c>.</summary>
    public string BuildSecrets { get; set; } = "";

    /// <summary>Repository part of the names of images.</summary>
    public string ImageRepository { get; set; } = "";

    /// <summary>Whether images are looked for in the registry of <see cref="ImageRepository"/>.</summary>
    public bool Pull { get; set; }

    /// <summary>Further repositories that are asked, separated by semicolons.</summary>
    public string PullRepositories { get; set; } = "";

    /// <summary>Whether images that were made are pushed.</summary>
    public bool Push { get; set; }

    /// <summary>Seconds to wait for another machine that makes the same image; empty or 0 not to wait.</summary>
    public string CacheWait { get; set; } = "";

    /// <summary>Registries without encryption, separated by semicolons.</summary>
    public string InsecureRegistries { get; set; } = "";

    /// <summary>Whether there was work.</summary>
    [Output]
    public bool HasWorked { get; private set; }

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        HasWorked = true;
        BuildOptions options = ReadOptions();
        using FileLock turn = await FileLock.TakeAsync(
            Path.Combine(options.PlanFolder, ".lock"),
            () => Log.LogMessage(MessageImportance.High, "  Another build of this project is running; this one goes on after it."),
            LockTimeout,
            cancellationToken).ConfigureAwait(false);
        PlanNode[] graph = [.. Plans.Select(plan => PlanJson.Read(PathOf(plan)))];
        string[] requested = [.. Requested.Select(plan => Path.GetFileNameWithoutExtension(plan.ItemSpec))];

        CosLock content = await CosLockFile.ReadAsync(PathOf(LockFile), cancellationToken).ConfigureAwait(false);
        await new ProjectRegistry(options.CacheFolder).RegisterAsync(
            options.PlanFolder, PathOf(LockFile), Plans.Select(plan => plan.GetMetadata("Image")).Where(image => image.Length > 0).Concat(CachedNames.SeedTagsOf(content)), CachedNames.Of(content), cancellationToken)
            .ConfigureAwait(false);
        IImageEngine engine = await EngineConnector.ConnectAsync(SearchFor(EngineEndpoint, Engine), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            int left = await GarbageRemover.RemoveDeadLeftoversAsync(engine, cancellationToken).ConfigureAwait(false);
            if (left > 0)
            {
                Log.LogMessage(MessageImportance.Normal, "  {0} containers and images of builds that were killed are removed", left);
            }
            HostToolRunner tools = new(HostToolOptions.Create(EnvironmentVariables()));
            using SeedBuilder seeds = new(tools, SeedFolders.Of(options.CacheFolder, options.LogFolder));
            LockedBaseImages bases = new(
                engine,
                new SeedImageProvider(engine, seeds, tools),
                SeedItems.Read(SeedImages, PathOf, Diagnostics, ProjectPath),
                content,
                Diagnostics);
            TimelineRecorder timeline = TimelineOf(PlanFolder);
            timeline.Width = options.Width;
            BuildProgress progress = new(Log, Report, timeline);
            StoredCredentials credentials = RegistryAccess.Credentials(EnvironmentVariables());
            using RegistryClient client = new(RegistryAccess.Options(InsecureRegistries) with { MaxAttempts = 3 }, credentials);
            CacheOptions sharing = CacheSettings.Read(ProjectPath, ImageRepository, Pull, Push, PullRepositories, CacheWait) with { OfOthers = ImagesOfOthers.Of(graph) };
            GraphRunner runner = new(
                engine,
                new ImageMaker(engine, bases, options, progress),
                new ComposedImageMaker(engine, options),
                new ArtifactBuilder(engine, options, progress),
                options,
                progress,
                sharing.IsEmpty ? null : new RemoteCache(client, credentials, engine, sharing, Report));
            try
            {
                await runner.RunAsync(graph, requested, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                WriteTimeline(PlanFolder, TimelineFolder);
            }
        }
    }

    private BuildOptions ReadOptions()
    {
        int width = Environment.ProcessorCount;
        if (MaxParallelBuilds.Length > 0
            && (!int.TryParse(MaxParallelBuilds, NumberStyles.None, CultureInfo.InvariantCulture, out width) || width < 1))
        {
            throw new CosException(ProjectDiagnostics.InvalidProperty("CosMaxParallelBuilds", MaxParallelBuilds, "1, 2, 3, ..."));
        }
        return new BuildOptions
        {
            ProjectFolder = PathOf(ProjectFolder),
            PlanFolder = PathOf(PlanFolder),
            DockerfileFolder = PathOf(DockerfileFolder),
            RepositoryFolder = PathOf(RepositoryFolder),
            LogFolder = PathOf(LogFolder),
            CacheFolder = PathOf(CacheFolder),
            DownloadOf = new RepositoryCache(Path.Combine(PathOf(CacheFolder), "repositories")).Downloads.PathOf,
            Width = width,
            NetworkMode = BuildNetwork is "" or "default" ? null : BuildNetwork,
            BuildArguments = BuildProxies.FromEnvironment(EnvironmentVariables()).ToImmutableDictionary(),
            Secrets = ReadSecrets(),
        };
    }

    private BuildSecrets ReadSecrets()
    {
        Dictionary<string, string> sources = new(StringComparer.Ordinal);
        foreach (string entry in BuildSecrets.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int sign = entry.IndexOf('=', StringComparison.Ordinal);
            if (sign < 1 || sign == entry.Length - 1)
            {
                throw new CosException(ProjectDiagnostics.InvalidProperty("CosBuildSecrets", entry, "NAME=env://VARIABLE, NAME=path of a file"));
            }
            string source = entry[(sign + 1)..];
            sources[entry[..sign]] = source.StartsWith("env://", StringComparison.Ordinal) ? source : PathOf(source);
        }
        return new BuildSecrets(sources, EnvironmentVariables());
    }
}
