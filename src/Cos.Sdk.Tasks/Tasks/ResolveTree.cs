using Cos.Sdk.Artifacts;
using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Turns the trees into plan files, written only when they differ. Needs neither engine nor network.</summary>
[MSBuildMultiThreadableTask]
public sealed class ResolveTree : RecallingTask
{
    /// <summary><c>none</c>, <c>gzip</c> or <c>zstd</c>.</summary>
    public string Compression { get; set; } = "";

    /// <summary>Level of the compression.</summary>
    public string CompressionLevel { get; set; } = "";

    /// <summary>A Scriban template of the project for Dockerfiles; empty for the SDK's own.</summary>
    public string DockerfileTemplate { get; set; } = "";

    /// <summary>Whether what there is to say of the trees has been said in this build.</summary>
    public bool IsValidated { get; set; }

    /// <summary>Where plan files go.</summary>
    [Required]
    public string PlanFolder { get; set; } = "";

    /// <summary>Where Dockerfiles go.</summary>
    [Required]
    public string DockerfileFolder { get; set; } = "";

    /// <summary>Where archives go.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>One item per plan file. Metadata: Kind, Package, Stamp, Dockerfile, Image, Archive, Metadata.</summary>
    [Output]
    public ITaskItem[] Plans { get; private set; } = [];

    /// <summary>Files beside the plan files that belong to this project's build.</summary>
    [Output]
    public ITaskItem[] SideFiles { get; private set; } = [];

    /// <summary>The date of all results, in seconds since 1970.</summary>
    [Output]
    public string Epoch { get; private set; } = "";

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (Recall() is { } memory && memory.Outputs == MadeFiles.Fingerprint(memory.Plans, PathOf(RepositoryFolder)))
        {
            Repeat(memory);
            return;
        }
        if (MemoryFile.Length > 0)
        {
            Pending.IsNew = true;
        }
        CosLock content = await CosLockFile.ReadAsync(PathOf(LockFile), cancellationToken).ConfigureAwait(false);
        SourceModel model = LoadSources(content, cancellationToken);
        string planFolder = PathOf(PlanFolder);
        FileHashCache hashes = FileHashCache.Open(Path.Combine(planFolder, "hash.cache"), VerifyContent);
        PinnedImages pins = new(content, ReadSeeds());
        DiagnosticBag doubts = [.. model.Diagnostics];
        BuildPlanner planner = new(SettingsWith(content), model.Packages, model.Resolution, pins.Find, hashes, doubts);
        BuildPlan plan = planner.Plan(model.Resolution.Targets, model.Resolution.Neighbours);
        Diagnostics.AddRange(doubts.Where(doubt => !IsValidated || doubt.Severity == Sdk.Diagnostics.DiagnosticSeverity.Error));
        Diagnostics.ThrowIfErrors();
        hashes.Save();

        PlanFiles.Write(planFolder, plan);
        ValueTexts.Write(planFolder, model.MergedValues);
        StepLocations.Write(planFolder, plan.Nodes.OfType<ImageNode>());
        NoteSaid();
        Stamps stamps = new(planFolder, PathOf(RepositoryFolder));
        foreach (PlanNode node in plan.Nodes)
        {
            // What a step that is skipped now said when it ran is said again.
            Diagnostics.AddRange(stamps.Check(node));
        }
        Epoch = EpochWith(content).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Plans = [.. plan.Nodes.Select(ToItem)];
        SideFiles =
        [
            new TaskItem(ValueTexts.PathOf(planFolder)),
            new TaskItem(MadePlans.ValuesOf(planFolder)),
            .. plan.Nodes.Select(node => new TaskItem(MadePlans.PathOf(planFolder, node.Key))),
            .. plan.Nodes.Select(node => new TaskItem(MadePlans.StampOf(planFolder, node.Key))),
            .. plan.Nodes.OfType<ImageNode>().Select(node => new TaskItem(StepLocations.PathOf(planFolder, node.Key))),
            .. plan.Nodes.OfType<ArtifactNode>().SelectMany(FilesOfParts).Select(file => new TaskItem(file)),
        ];
        Note();
    }

    private void Repeat(BuildMemory memory)
    {
        Epoch = memory.Epoch;
        Plans = [.. memory.Plans.Select(plan => new TaskItem(plan.Path, new Dictionary<string, string>(plan.Metadata)))];
        SideFiles = [.. memory.SideFiles.Select(file => new TaskItem(file))];
        RepeatSaid(memory);
        Diagnostics.AddRange(memory.SaidOfNodes);
        Note();
    }

    private void Note()
    {
        if (MemoryFile.Length == 0)
        {
            return;
        }
        PendingMemory pending = Pending;
        pending.Epoch = Epoch;
        pending.Plans = [.. Plans.Select(plan => new RememberedItem(plan.ItemSpec, CustomMetadataOf(plan)))];
        pending.SideFiles = [.. SideFiles.Select(file => file.ItemSpec)];
    }

    private static Dictionary<string, string> CustomMetadataOf(ITaskItem item) =>
        item.CloneCustomMetadata().Keys.Cast<string>().ToDictionary(name => name, item.GetMetadata, StringComparer.Ordinal);

    private PlanSettings SettingsWith(CosLock content)
    {
        Artifacts.Compression compression = Artifacts.Compression.Parse(Compression, CompressionLevel);
        return new PlanSettings
        {
            ProjectFolder = PathOf(ProjectFolder),
            ImageRepository = ImageRepository,
            Platform = Platform,
            Epoch = EpochWith(content),
            Compression = compression.Name,
            CompressionLevel = compression.Level,
            DockerfileTemplateDigest = DockerfileTemplate.Length == 0 ? "" : Cos.Sdk.Dockerfiles.DockerfileTemplate.DigestOf(PathOf(DockerfileTemplate)),
        };
    }

    /// <summary>Archives and metadata of the packages that are filtered from an artifact.</summary>
    private IEnumerable<string> FilesOfParts(ArtifactNode node)
    {
        CompressionAlgorithm compression = Artifacts.Compression.ParseName(node.Compression);
        foreach (Subpackage part in node.Spec.Subpackages)
        {
            yield return Path.Combine(PathOf(RepositoryFolder), PackageArchiveName.Archive(part.Definition.Id, compression));
            yield return Path.Combine(PathOf(RepositoryFolder), PackageArchiveName.Metadata(part.Definition.Id));
        }
    }

    private TaskItem ToItem(PlanNode node)
    {
        string planFolder = PathOf(PlanFolder);
        TaskItem item = new(PlanFiles.PathOf(planFolder, node.Key));
        item.SetMetadata("Package", node.Package);
        item.SetMetadata("Stamp", NodeStamp.PathOf(planFolder, node.Key));
        switch (node)
        {
            case ImageNode image:
                item.SetMetadata("Kind", "image");
                item.SetMetadata("Image", image.Image);
                item.SetMetadata("Dockerfile", Path.Combine(PathOf(DockerfileFolder), node.Key + ".Dockerfile"));
                break;
            case ComposedImageNode image:
                item.SetMetadata("Kind", "composed-image");
                item.SetMetadata("Image", image.Image);
                break;
            case ArtifactNode artifact:
                item.SetMetadata("Kind", "artifact");
                item.SetMetadata("Archive", artifact.Archive);
                item.SetMetadata("Metadata", artifact.Metadata);
                item.SetMetadata("PartFiles", string.Join(';', FilesOfParts(artifact)));
                item.SetMetadata("Parts", string.Join(';', artifact.Spec.Subpackages.Select(part => PackageArchiveName.Metadata(part.Definition.Id))));
                break;
        }
        return item;
    }
}
