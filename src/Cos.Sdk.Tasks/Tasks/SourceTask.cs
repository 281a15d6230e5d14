using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;
using Cos.Sdk.Repositories;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>A task that looks at the project's trees. They are read once in a build.</summary>
public abstract class SourceTask : CosTask
{
    /// <summary>2020-01-01: the date of everything when neither the environment nor the lock gives one.</summary>
    private const long DefaultEpoch = 1_577_836_800;

    private readonly HashSet<string> _warned = [];

    private ImmutableArray<RepositoryReference> _declared;

    /// <summary>The project's folder.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>Package folders. Metadata: Delta, <c>changes</c> for deltas with changes; PartOfSystem, <c>true</c> for what the system requires.</summary>
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>Inherited trees, base first.</summary>
    public ITaskItem[] Trees { get; set; } = [];

    /// <summary>Repositories of others. Metadata: Type, Url, Priority, Enable, Name, Reference.</summary>
    public ITaskItem[] Repositories { get; set; } = [];

    /// <summary>Shared between projects: what was fetched of repositories, finished seeds.</summary>
    [Required]
    public string CacheFolder { get; set; } = "";

    /// <summary>Registries that are spoken to without encryption, separated by semicolons; those on this machine are anyway.</summary>
    public string InsecureRegistries { get; set; } = "";

    /// <summary>Values files, the last one wins.</summary>
    public ITaskItem[] Values { get; set; } = [];

    /// <summary>Packages to build, separated by semicolons; empty for all of the project's own.</summary>
    public string BuildPackages { get; set; } = "";

    /// <summary>The package that is the system; it is built also when it is inherited.</summary>
    public string SystemPackage { get; set; } = "";

    /// <summary>Packages of the project's media, separated by blanks; those that an inherited tree has are built.</summary>
    public string MediaPackages { get; set; } = "";

    /// <summary>Whether a file whose name contains <c>Dockerfile</c> makes a package, named as its folder.</summary>
    public bool Dockerfiles { get; set; }

    /// <summary>The file of the steps that settings become; without effect when it is not there.</summary>
    public string SettingsFile { get; set; } = "";

    /// <summary>Base images that are made instead of pulled.</summary>
    public ITaskItem[] SeedImages { get; set; } = [];

    /// <summary>The lock file.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>OCI name of the architecture.</summary>
    [Required]
    public string Architecture { get; set; } = "";

    /// <summary>Repository part of the names of images.</summary>
    [Required]
    public string ImageRepository { get; set; } = "";

    /// <summary>Seconds since 1970; empty for the date in the lock.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary>Items and properties in use that this version of the SDK does not support.</summary>
    public ITaskItem[] Unsupported { get; set; } = [];

    /// <summary>For example <c>linux/amd64</c>.</summary>
    private protected string Platform => "linux/" + Architecture;

    /// <summary>The date of all results.</summary>
    private protected long EpochWith(CosLock content)
    {
        if (SourceDateEpoch.Length == 0)
        {
            return content.Epoch ?? DefaultEpoch;
        }
        return long.TryParse(SourceDateEpoch, NumberStyles.None, CultureInfo.InvariantCulture, out long epoch)
            ? epoch
            : throw new CosException(ProjectDiagnostics.InvalidProperty(nameof(SourceDateEpoch), SourceDateEpoch, "seconds since 1970"));
    }

    /// <summary>The project's trees; the same object for every task of a build that asks with the same options.</summary>
    private protected SourceModel LoadSources(CosLock content, CancellationToken cancellationToken)
    {
        foreach (ITaskItem item in Unsupported)
        {
            Diagnostics.Add(ProjectDiagnostics.NotSupportedYet(item.ItemSpec));
        }
        Diagnostics.ThrowIfErrors();
        SourceOptions options = ReadOptions() with { Repositories = ReadInherited(content, DeclaredRepositories()) };
        DateTimeOffset epoch = DateTimeOffset.FromUnixTimeSeconds(EpochWith(content));
        return Shared(
            $"Cos.Sdk.SourceModel\n{epoch.ToUnixTimeSeconds()}\n{options.Identity}", () => SourceModel.Load(options, epoch, cancellationToken));
    }

    /// <summary>Where what was fetched of repositories lies.</summary>
    private protected RepositoryCache Cache => new(Path.Combine(PathOf(CacheFolder), "repositories"));

    /// <summary>How repositories in registries are reached.</summary>
    private protected RegistrySettings Registries => RegistryAccess.Settings(InsecureRegistries, EnvironmentVariables(), Platform);

    /// <summary>The declared repositories of others, the most preferred one first.</summary>
    private protected ImmutableArray<RepositoryReference> DeclaredRepositories() => _declared.IsDefault
        ? _declared = RepositoryItems.Read(Repositories, PathOf(ProjectFolder), Architecture, Diagnostics, ProjectPath)
        : _declared;

    /// <summary>What the locked states of the declared repositories offer.</summary>
    private protected ImmutableArray<InheritedRepository> ReadInherited(CosLock content, ImmutableArray<RepositoryReference> repositories)
    {
        ImmutableArray<InheritedRepository>.Builder inherited = ImmutableArray.CreateBuilder<InheritedRepository>();
        foreach (RepositoryReference reference in repositories)
        {
            List<string> problems = [];
            LockedRepository? locked = reference.IsReference
                ? RepositoryFetcher.PresentStateOf(reference, PathOf(ProjectFolder))
                : content.Repositories.GetValueOrDefault(reference.Name);
            inherited.Add(locked is not null && Catalog.Read(reference.Name, locked, Cache, problems) is { } repository
                    ? repository
                    : throw new CosException(FetchingDiagnostics.NotFetched(reference.Location, reference.Name)));
            if (problems.Count > 0 && _warned.Add(reference.Name))
            {
                Diagnostics.Add(RepositoryDiagnostics.SourceLeftOut(reference.Name, problems.Count, problems[0]));
            }
        }
        return inherited.ToImmutable();
    }

    /// <summary>The declared seeds by reference.</summary>
    private protected IReadOnlyDictionary<string, SeedImage> ReadSeeds() => SeedItems.Read(SeedImages, PathOf, Diagnostics, ProjectPath);

    private SourceOptions ReadOptions()
    {
        ImmutableArray<string> own = [.. Packages.Select(item => FolderOf("CosPackage", item))];
        ImmutableArray<string> trees = [.. Trees.Select(item => FolderOf("CosTree", item))];
        if (own.IsEmpty && trees.IsEmpty)
        {
            throw new CosException(ProjectDiagnostics.NoPackages(ProjectPath));
        }
        string[] wanted = BuildPackages.Split([';', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new SourceOptions
        {
            OwnFolders = own,
            Trees = trees,
            Values = [.. Values.Select(PathOf)],
            BuildPackages = [.. wanted],
            SystemPackage = SystemPackage.Trim(),
            MediaPackages = [.. MediaPackages.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            Dockerfiles = Dockerfiles,
            SystemSteps = ReadSettings(),
            SystemStepsFile = ProjectPath,
            SystemFolders =
            [
                .. Packages.Where(item => item.GetMetadata("PartOfSystem").Equals("true", StringComparison.OrdinalIgnoreCase)).Select(PathOf),
            ],
            ChangesFolders =
            [
                .. Packages.Where(item => item.GetMetadata("Delta").Equals("changes", StringComparison.OrdinalIgnoreCase)).Select(PathOf),
            ],
        };
    }

    private ImmutableArray<string> ReadSettings() => SettingsFile.Length > 0 && File.Exists(PathOf(SettingsFile))
        ? [.. System.Text.Json.JsonSerializer.Deserialize<string[]>(File.ReadAllText(PathOf(SettingsFile))) ?? []]
        : [];

    private string FolderOf(string itemType, ITaskItem item)
    {
        string folder = PathOf(item);
        return Directory.Exists(folder) ? folder : throw new CosException(ProjectDiagnostics.FolderMissing(itemType, folder));
    }
}
