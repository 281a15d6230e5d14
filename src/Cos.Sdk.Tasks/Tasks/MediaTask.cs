using System.Collections.Immutable;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tools;
using Cos.Sdk.Trust;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>A task that looks at the spec of a medium and the repositories that serve it.</summary>
public abstract class MediaTask : CosTask
{
    /// <summary>The project's folder.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>The project's own repository.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>Repositories of others. Metadata: Type, Url, Priority, Enable, Name, Reference.</summary>
    public ITaskItem[] Repositories { get; set; } = [];

    /// <summary>The lock file: media take the states of repositories that it names.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>Shared between projects: what was fetched of repositories.</summary>
    [Required]
    public string CacheFolder { get; set; } = "";

    /// <summary>OCI name of the architecture.</summary>
    [Required]
    public string Architecture { get; set; } = "";

    /// <summary>Address of the engine; empty to look for one. Asked only for root file systems that are images.</summary>
    public string EngineEndpoint { get; set; } = "";

    /// <summary><c>docker</c>, <c>podman</c>, or empty for whichever answers first.</summary>
    public string Engine { get; set; } = "";

    /// <summary>Public keys of which one must have signed each repository of others, separated by semicolons; empty trusts them as they are.</summary>
    public string VerificationKey { get; set; } = "";

    /// <summary>Registries that are spoken to without encryption, separated by semicolons; those on this machine are anyway.</summary>
    public string InsecureRegistries { get; set; } = "";

    /// <summary>The network of finalizers; empty or <c>default</c> for the engine's own.</summary>
    public string BuildNetwork { get; set; } = "";

    /// <summary>Where plan files are.</summary>
    public string PlanFolder { get; set; } = "";

    /// <summary>Where timeline.json and timeline.html go.</summary>
    public string TimelineFolder { get; set; } = "";

    /// <summary><c>true</c> runs the programs that media are made with in containers, <c>false</c> on this machine; else those that this machine lacks in containers.</summary>
    public string UseToolsImage { get; set; } = "";

    /// <summary>A ready image with these programs; empty to make one.</summary>
    public string ToolsImage { get; set; } = "";

    /// <summary>A Debian image that the programs are installed into.</summary>
    public string ToolsBaseImage { get; set; } = "";

    /// <summary>Makes a medium; its time and what there was to say are kept.</summary>
    private protected async Task MeasureAsync(ITaskItem plan, Func<Task<long>> work)
    {
        int before = Diagnostics.Count;
        await TimelineOf(PlanFolder).MeasureAsync(
            "medium", Path.GetFileName(plan.GetMetadata("Medium")), async () => (await work().ConfigureAwait(false), true)).ConfigureAwait(false);
        WriteTimeline(PlanFolder, TimelineFolder);
        KeepSaid(plan.GetMetadata("Said"), before);
    }

    /// <summary>For example <c>linux/amd64</c>.</summary>
    private protected string Platform => "linux/" + Architecture;

    /// <summary>Runs the programs that media are made with.</summary>
    private protected ToolRunner OpenTools()
    {
        bool? use = bool.TryParse(UseToolsImage, out bool said) ? said : null;
        string folder = Path.Combine(PathOf(CacheFolder), "tools");
        ToolsImageOptions options = new()
        {
            Use = use,
            Image = ToolsImage,
            BaseImage = ToolsBaseImage,
            BuildArguments = BuildProxies.FromEnvironment(EnvironmentVariables()).ToImmutableDictionary(),
            CacheFolder = folder,
            LogFile = Path.Combine(folder, "image.log"),
        };
        EngineSearch search = SearchFor(EngineEndpoint, Engine);
        ImageToolRunner image = Shared($"Cos.Sdk.ToolsImage\n{options}", () => new ImageToolRunner(options, token => EngineConnector.ConnectAsync(search, token)));
        return new ToolRunner(new HostToolRunner(HostToolOptions.Create(EnvironmentVariables())), image, use);
    }

    /// <summary>How packages are installed: into a system with their finalizers, into other roots without.</summary>
    private protected InstallationOptions InstallationOptionsFor(long epoch, bool isSystem) => new()
    {
        Epoch = epoch,
        IgnoreFinalizers = !isSystem,
        FinalizerRunner = new FinalizersInEngine(
            SearchFor(EngineEndpoint, Engine), new FinalizerOptions(Platform, epoch, BuildNetwork is "" or "default" ? null : BuildNetwork)),
    };

    /// <summary>Reads a spec; its errors end the task.</summary>
    private protected IsoSpec ReadSpec(string file)
    {
        IsoSpec? spec = IsoSpecReader.Read(file, Diagnostics);
        Diagnostics.ThrowIfErrors();
        return spec!;
    }

    /// <summary>Opens the project's repository, those that it declares, and those that a spec names besides.</summary>
    private protected async Task<InstallationPlanner> OpenRepositoriesAsync(
        ImmutableArray<RepositoryReference> besides, CancellationToken cancellationToken)
    {
        CosLock content = await CosLockFile.ReadAsync(PathOf(LockFile), cancellationToken).ConfigureAwait(false);
        ImmutableArray<RepositoryReference> declared = RepositoryItems.Unite(
            RepositoryItems.Read(Repositories, PathOf(ProjectFolder), Architecture, Diagnostics, ProjectPath).Concat(besides), Diagnostics);
        Diagnostics.ThrowIfErrors();
        ImmutableArray<VerificationKey> keys = [.. Keys().ReadVerificationKeys(VerificationKey)];
        RepositoryOpener opener = new(new RepositoryCache(Path.Combine(PathOf(CacheFolder), "repositories")), PathOf(ProjectFolder), content, RegistryAccess.Settings(InsecureRegistries, EnvironmentVariables(), Platform));
        List<PackageRepository> opened =
        [
            await opener.OpenOwnAsync(PathOf(RepositoryFolder), cancellationToken).ConfigureAwait(false),
            .. await opener.OpenAsync(declared.Select(other => other with { VerificationKeys = keys }), cancellationToken).ConfigureAwait(false),
        ];
        return new InstallationPlanner(opened);
    }
}
