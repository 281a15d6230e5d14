using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tools;
using Cos.Sdk.Versions;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Makes what a virtual machine boots without a medium, when the packages of the system changed.</summary>
[MSBuildMultiThreadableTask]
public sealed class MakeBootTree : MediaTask
{
    /// <summary>Specs of ISOs, separated by semicolons; the first says what the root file system is and what kernel and initial RAM disk are called.</summary>
    public string IsoSpec { get; set; } = "";

    /// <summary>The package that is the root file system where no spec names any.</summary>
    public string SystemPackage { get; set; } = "";

    /// <summary>The date of all results, in seconds since 1970.</summary>
    [Required]
    public long Epoch { get; set; }

    /// <summary>Where it is made.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Where logs go.</summary>
    [Required]
    public string LogFolder { get; set; } = "";

    /// <summary>Absolute path of the kernel.</summary>
    [Output]
    public string Kernel { get; private set; } = "";

    /// <summary>Absolute path of the initial RAM disk.</summary>
    [Output]
    public string Initrd { get; private set; } = "";

    /// <summary>Absolute path of the root file system.</summary>
    [Output]
    public string RootFileSystem { get; private set; } = "";

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        IsoSpec spec = FindSpec();
        ToolRunner tools = OpenTools();
        BootTree tree = new(tools, PathOf(Folder));
        InstallationPlanner planner = await OpenRepositoriesAsync(spec.Repositories, cancellationToken).ConfigureAwait(false);
        InstallationPlan installation = planner.Plan(spec.RootFs, cancellationToken);
        MediumPlan plan = MediumPlan.Create(spec, "", Epoch, SquashfsCompression.Lz4) with
        {
            Kind = "boot-tree",
            RootFs = [.. installation.Packages.Select(package => new MediumPackage(package.Package.Definition.Id.ToString(), package.Package.Sha256))],
            Finalizers = [.. installation.Finalizers.Select(finalizer => finalizer.Identity)],
        };
        if (!tree.IsMade(plan))
        {
            Stopwatch watch = Stopwatch.StartNew();
            string log = Path.Combine(PathOf(LogFolder), "run.log");
            Directory.CreateDirectory(PathOf(LogFolder));
            Installer installer = new(installation, InstallationOptionsFor(Epoch, isSystem: true), Diagnostics);
            await tree.MakeAsync(
                plan, spec.Location, async (stream, token) => await installer.WriteAsync(stream, token).ConfigureAwait(false), log, cancellationToken).ConfigureAwait(false);
            Log.LogMessage(
                MessageImportance.High, "  root file system for the virtual machine ({0} s)", watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        }
        (Kernel, Initrd, RootFileSystem) = (tree.Kernel, tree.Initrd, tree.RootFileSystem);
    }

    private IsoSpec FindSpec()
    {
        SourceLocation location = new(ProjectPath);
        IsoSpec spec = IsoSpec.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [string first, ..]
            ? ReadSpec(PathOf(first))
            : new IsoSpec { Location = location };
        ImmutableArray<PackageRequirement> root = !spec.RootFs.IsEmpty ? spec.RootFs
            : SystemPackage.Length > 0 ? [PackageReference.ParseRequirement(SystemPackage)]
            : throw new CosException(RunningDiagnostics.NoSystem());
        return spec with
        {
            RootFs = root,
            KernelFile = spec.KernelFile.Length > 0 ? spec.KernelFile : "vmlinuz",
            InitrdFile = spec.InitrdFile.Length > 0 ? spec.InitrdFile : "initrd",
        };
    }
}
