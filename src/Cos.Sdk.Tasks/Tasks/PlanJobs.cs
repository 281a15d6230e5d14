using System.Globalization;
using Cos.Sdk.Building.Caching;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Jobs;
using Cos.Sdk.Planning;
using Cos.Sdk.Registry;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Cuts the plan into jobs for several machines, without what the cache of images has. Needs no engine; asks registries only with a cache.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlanJobs : CosTask
{
    /// <summary>All plan files of the project.</summary>
    [Required]
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary><c>json</c>, <c>github</c> and <c>gitlab</c>, joined by <c>+</c>.</summary>
    [Required]
    public string Format { get; set; } = "";

    /// <summary>The path of the files without their extension.</summary>
    [Required]
    public string PlanFile { get; set; } = "";

    /// <summary>How many jobs a level has at most.</summary>
    [Required]
    public string MaximumJobs { get; set; } = "";

    /// <summary>GitLab: path of a file that defines <c>.cos-job</c>, for <c>include: local</c>.</summary>
    public string Include { get; set; } = "";

    /// <summary>The folder in which jobs begin; empty for the project's.</summary>
    public string RootFolder { get; set; } = "";

    /// <summary>For example <c>linux/amd64</c>.</summary>
    [Required]
    public string Platform { get; set; } = "";

    /// <summary>Repository part of the names of images.</summary>
    [Required]
    public string ImageRepository { get; set; } = "";

    /// <summary>Whether images are looked for in the registry of <see cref="ImageRepository"/>.</summary>
    public bool Pull { get; set; }

    /// <summary>Whether images that were made are pushed.</summary>
    public bool Push { get; set; }

    /// <summary>Further repositories that are asked, separated by semicolons.</summary>
    public string PullRepositories { get; set; } = "";

    /// <summary>Registries without encryption, separated by semicolons.</summary>
    public string InsecureRegistries { get; set; } = "";

    /// <summary>The files.</summary>
    [Output]
    public ITaskItem[] Files { get; private set; } = [];

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<JobFormat> formats = JobFormats.Parse(Format);
        if (!int.TryParse(MaximumJobs, NumberStyles.None, CultureInfo.InvariantCulture, out int most) || most < 1)
        {
            throw new CosException(ProjectDiagnostics.InvalidProperty("CosPlanMaximumJobs", MaximumJobs, "1, 2, 3, ..."));
        }
        PlanNode[] nodes = [.. Plans.Select(plan => PlanJson.Read(PathOf(plan)))];
        HashSet<string> cached = await FindCachedAsync(nodes, cancellationToken).ConfigureAwait(false);
        JobPlan plan = JobPlan.Create(nodes, cached.Contains);
        string root = RootFolder.Length > 0 ? PathOf(RootFolder) : Path.GetDirectoryName(PathOf(ProjectPath))!;
        JobWriter writer = new(
            Path.GetFileNameWithoutExtension(ProjectPath), Path.GetRelativePath(root, PathOf(ProjectPath)).Replace('\\', '/'), Platform, ImageRepository, most, Include);
        List<ITaskItem> files = [];
        foreach (JobFormat format in formats)
        {
            string file = PathOf(PlanFile + JobFormats.ExtensionOf(format));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.WriteIfDifferent(file, writer.Write(plan, format));
            Log.LogMessage(MessageImportance.High, "  {0}", file);
            files.Add(new TaskItem(file));
        }
        int jobs = plan.Levels.Sum(level => level.Length);
        Log.LogMessage(MessageImportance.High, "  {0} jobs in {1} levels; the cache has {2} of {3} images", jobs, plan.Levels.Length, cached.Count, ImagesOf(nodes).Count());
        Files = [.. files];
    }

    private static IEnumerable<string> ImagesOf(IEnumerable<PlanNode> nodes) => nodes.Select(CacheFetcher.ImageOf).OfType<string>();

    private async Task<HashSet<string>> FindCachedAsync(PlanNode[] nodes, CancellationToken cancellationToken)
    {
        CacheOptions sharing = CacheSettings.Read(ProjectPath, ImageRepository, Pull, Push, PullRepositories, "") with { OfOthers = ImagesOfOthers.Of(nodes) };
        if (sharing.IsEmpty)
        {
            return [];
        }
        using RegistryClient client = new(RegistryAccess.Options(InsecureRegistries) with { MaxAttempts = 3 }, RegistryAccess.Credentials(EnvironmentVariables()));
        Dictionary<string, ImageReference> found = await new CacheLookup(client, sharing, Report)
            .FindAsync(ImagesOf(nodes).Distinct(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        return [.. found.Keys];
    }
}
