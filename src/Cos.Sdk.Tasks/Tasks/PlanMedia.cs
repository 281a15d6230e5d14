using System.Collections.Immutable;
using System.Security.Cryptography;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Files;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tools;
using Cos.Sdk.Versions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Plans the media of a publish: which packages with which content, which settings, which tools. Written only when it differs.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlanMedia : MediaTask
{
    private static readonly string[] Known = [.. DiskFormats.Targets.Concat(["Iso", "Recovery", "Repository", "RootFs"]).Order(StringComparer.Ordinal)];

    /// <summary>The media, joined by <c>+</c>.</summary>
    [Required]
    public string Targets { get; set; } = "";

    /// <summary>Specs of ISOs, separated by semicolons.</summary>
    public string IsoSpec { get; set; } = "";

    /// <summary>Where media go.</summary>
    [Required]
    public string PublishFolder { get; set; } = "";

    /// <summary>How root file systems are compressed.</summary>
    [Required]
    public string SquashfsCompression { get; set; } = "";

    /// <summary>The date of all results, in seconds since 1970.</summary>
    [Required]
    public long Epoch { get; set; }

    /// <summary>One item per ISO. Identity: the plan file. Metadata: Medium, Spec.</summary>
    [Output]
    public ITaskItem[] IsoPlans { get; private set; } = [];

    /// <summary>At most one item, of the root file system as an archive. Identity: the plan file. Metadata: Medium, Installed.</summary>
    [Output]
    public ITaskItem[] RootFsPlans { get; private set; } = [];

    /// <summary>Packages of the root file system as an archive, separated by semicolons; empty for those of the first ISO.</summary>
    public string RootFsPackages { get; set; } = "";

    /// <summary>Packages of the recovery system of ISOs, separated by semicolons; empty for the root file system once more.</summary>
    public string RecoveryPackages { get; set; } = "";

    /// <summary>How the recovery system is compressed.</summary>
    public string RecoveryCompression { get; set; } = "";

    /// <summary>Level of its compression by zstd.</summary>
    public string RootFsCompressionLevel { get; set; } = "";

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        string[] targets = Targets.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string target in targets.Where(target => !Known.Contains(target, StringComparer.OrdinalIgnoreCase)))
        {
            Diagnostics.Add(ProjectDiagnostics.UnknownTarget(target, string.Join(", ", Known)));
        }
        string[] specs = IsoSpec.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        bool wantsIso = targets.Contains("Iso", StringComparer.OrdinalIgnoreCase);
        if (specs.Length == 0 && wantsIso)
        {
            Diagnostics.Add(ProjectDiagnostics.NoIsoSpec());
        }
        Diagnostics.ThrowIfErrors();
        List<ITaskItem> plans = [];
        foreach (string spec in wantsIso ? specs : [])
        {
            plans.Add(await PlanIsoAsync(PathOf(spec), cancellationToken).ConfigureAwait(false));
        }
        IsoPlans = [.. plans];
        RootFsPlans = targets.Contains("RootFs", StringComparer.OrdinalIgnoreCase)
            ? [await PlanRootFsAsync(specs, cancellationToken).ConfigureAwait(false)]
            : [];
    }

    /// <summary>The wished packages; else those of the first ISO; else the system's.</summary>
    private async System.Threading.Tasks.Task<ITaskItem> PlanRootFsAsync(string[] specs, CancellationToken cancellationToken)
    {
        string[] wishes = SplitNames(RootFsPackages);
        if (wishes.Length == 0 && specs.Length > 0)
        {
            wishes = [.. ReadSpec(PathOf(specs[0])).RootFs.Select(wish => wish.ToString())];
        }
        if (wishes.Length == 0)
        {
            throw new CosException(ProjectDiagnostics.NoRootFsPackages());
        }
        InstallationPlanner planner = await OpenRepositoriesAsync([], cancellationToken).ConfigureAwait(false);
        InstallationPlan installation = planner.Plan(wishes, cancellationToken);
        RootFsPlan plan = new()
        {
            Wishes = [.. wishes],
            Packages = Describe(installation),
            Finalizers = [.. installation.Finalizers.Select(finalizer => finalizer.Identity)],
            Epoch = Epoch,
            Level = Compression.Parse("zstd", RootFsCompressionLevel).Level,
        };
        string file = Path.Combine(PathOf(PlanFolder), "media", "rootfs.rootfs.json");
        AtomicFile.WriteIfDifferent(file, plan.ToJson());
        TaskItem item = new(file);
        string archive = Path.Combine(PathOf(PublishFolder), Path.GetFileNameWithoutExtension(ProjectPath) + ".rootfs.tar.zst");
        item.SetMetadata("Medium", archive);
        item.SetMetadata("Installed", RootFsArchive.InstalledOf(archive));
        item.SetMetadata("Said", Path.ChangeExtension(file, ".said"));
        return item;
    }

    private async System.Threading.Tasks.Task<ITaskItem> PlanIsoAsync(string specFile, CancellationToken cancellationToken)
    {
        IsoSpec spec = ReadSpec(specFile);
        MediumPlan plan = MediumPlan.Create(
            spec, Path.GetRelativePath(PathOf(ProjectFolder), specFile).Replace('\\', '/'), Epoch, SquashfsCompressions.Parse(SquashfsCompression));
        InstallationPlanner planner = await OpenRepositoriesAsync(spec.Repositories, cancellationToken).ConfigureAwait(false);
        ToolRunner tools = OpenTools();
        (ImmutableArray<PackageRequirement> isoImage, bool makesRecovery) = RecoverySquashfs.Split(spec.IsoImage, planner);
        string[] recovery = makesRecovery ? SplitNames(RecoveryPackages) : [];
        plan = plan with
        {
            RootFs = Describe(planner, spec.RootFs, cancellationToken),
            Finalizers = spec.RootFs.IsEmpty ? [] : [.. planner.Plan(spec.RootFs, cancellationToken).Finalizers.Select(finalizer => finalizer.Identity)],
            Uefi = Describe(planner, spec.Uefi, cancellationToken),
            IsoImage = Describe(planner, isoImage, cancellationToken),
            Recovery = makesRecovery ? RecoverySquashfs.ParseCompression(RecoveryCompression).Spelling() : null,
            RecoveryPackages = recovery.Length == 0 ? default : Describe(planner.Plan(recovery, cancellationToken)),
            RootFsImage = spec.RootFsImage.Length == 0 ? "" : await IdentifyAsync(spec, cancellationToken).ConfigureAwait(false),
            UefiImage = spec.UefiImage.Length == 0 ? "" : DigestOf(Path.Combine(Path.GetDirectoryName(specFile)!, spec.UefiImage)),
            Tools = await IsoMaker.FindToolsAsync(tools, cancellationToken).ConfigureAwait(false),
        };
        string file = Path.Combine(PathOf(PlanFolder), "media", Path.GetFileNameWithoutExtension(specFile) + ".json");
        AtomicFile.WriteIfDifferent(file, plan.ToJson());
        TaskItem item = new(file);
        item.SetMetadata("Medium", Path.Combine(PathOf(PublishFolder), plan.FileName));
        item.SetMetadata("Spec", specFile);
        item.SetMetadata("Said", Path.ChangeExtension(file, ".said"));
        item.SetMetadata("Recovery", string.Join(';', recovery));
        return item;
    }

    private static ImmutableArray<MediumPackage> Describe(
        InstallationPlanner planner, ImmutableArray<PackageRequirement> wishes, CancellationToken cancellationToken) =>
        wishes.IsEmpty ? [] : Describe(planner.Plan(wishes, cancellationToken));

    private static ImmutableArray<MediumPackage> Describe(InstallationPlan plan) =>
        [.. plan.Packages.Select(package => new MediumPackage(package.Package.Definition.Id.ToString(), package.Package.Sha256))];

    private static string[] SplitNames(string names) =>
        names.Split([';', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task<string> IdentifyAsync(IsoSpec spec, CancellationToken cancellationToken)
    {
        IImageEngine engine = await EngineConnector.ConnectAsync(SearchFor(EngineEndpoint, Engine), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            ImageDetails? image = await engine.InspectImageAsync(spec.RootFsImage, cancellationToken).ConfigureAwait(false);
            if (image is null)
            {
                await engine.PullImageAsync(spec.RootFsImage, null, null, null, cancellationToken).ConfigureAwait(false);
                image = await engine.InspectImageAsync(spec.RootFsImage, cancellationToken).ConfigureAwait(false);
            }
            return image?.Id ?? throw new CosException(EngineDiagnostics.ImageNotFound(spec.RootFsImage));
        }
    }

    private static string DigestOf(string file)
    {
        using FileStream content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
