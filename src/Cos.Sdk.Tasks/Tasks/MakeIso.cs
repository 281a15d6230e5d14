using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Cos.Sdk.Artifacts.Cutting;
using Cos.Sdk.Engine;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tools;
using Cos.Sdk.Versions;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Makes the ISOs whose plan changed.</summary>
[MSBuildMultiThreadableTask]
public sealed class MakeIso : MediaTask
{
    /// <summary>Plan files. Metadata: Medium, Spec, Said, Recovery.</summary>
    [Required]
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary>A folder for intermediate files.</summary>
    [Required]
    public string WorkFolder { get; set; } = "";

    /// <summary>Where logs go.</summary>
    [Required]
    public string LogFolder { get; set; } = "";

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        ToolRunner tools = OpenTools();
        foreach (ITaskItem item in Plans)
        {
            Stopwatch watch = Stopwatch.StartNew();
            string output = item.GetMetadata("Medium");
            Log.LogMessage(MessageImportance.High, "  {0} is made", Path.GetFileName(output));
            await MeasureAsync(item, async () =>
            {
                IsoResult made = await MakeAsync(item, tools, output, cancellationToken).ConfigureAwait(false);
                return made.Size;
            }).ConfigureAwait(false);
            Log.LogMessage(
                MessageImportance.High,
                "  {0}: {1} MiB ({2} s)",
                Path.GetFileName(output),
                (new FileInfo(output).Length >> 20).ToString(CultureInfo.InvariantCulture),
                watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        }
    }

    private async Task<IsoResult> MakeAsync(ITaskItem item, IToolRunner tools, string output, CancellationToken cancellationToken)
    {
        MediumPlan plan = MediumPlan.Parse(await File.ReadAllTextAsync(PathOf(item), cancellationToken).ConfigureAwait(false));
        string specFile = item.GetMetadata("Spec");
        IsoSpec spec = ReadSpec(specFile);
        InstallationPlanner planner = await OpenRepositoriesAsync(spec.Repositories, cancellationToken).ConfigureAwait(false);
        IsoRequest request = new()
        {
            Plan = plan,
            Spec = spec.Location,
            WriteRootFs = spec.RootFsImage.Length > 0
                ? (stream, token) => ExportAsync(spec.RootFsImage, plan.Epoch, stream, token)
                : Writer(planner, spec.RootFs, plan.Epoch, isSystem: true)!,
            WriteUefi = Writer(planner, spec.Uefi, plan.Epoch, isSystem: false),
            WriteIsoImage = Writer(planner, RecoverySquashfs.Split(spec.IsoImage, planner).Packages, plan.Epoch, isSystem: false),
            WriteRecovery = Writer(planner, Recovery(item), plan.Epoch, isSystem: true),
            UefiImageFile = spec.UefiImage.Length == 0 ? null : Path.Combine(Path.GetDirectoryName(specFile)!, spec.UefiImage),
            OutputFile = output,
            WorkFolder = PathOf(WorkFolder),
            LogFile = Path.Combine(PathOf(LogFolder), Path.GetFileName(output) + ".log"),
        };
        Directory.CreateDirectory(PathOf(LogFolder));
        return await new IsoMaker(tools, Diagnostics).MakeAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static ImmutableArray<PackageRequirement> Recovery(ITaskItem item) =>
        [.. item.GetMetadata("Recovery").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(wish => PackageReference.ParseRequirement(wish))];

    private Func<Stream, CancellationToken, Task>? Writer(
        InstallationPlanner planner, ImmutableArray<PackageRequirement> wishes, long epoch, bool isSystem)
    {
        if (wishes.IsEmpty)
        {
            return null;
        }
        InstallationOptions options = InstallationOptionsFor(epoch, isSystem);
        return async (stream, token) =>
        {
            Installer installer = new(planner.Plan(wishes, token), options, Diagnostics);
            await installer.WriteAsync(stream, token).ConfigureAwait(false);
        };
    }

    private async Task ExportAsync(string image, long epoch, Stream output, CancellationToken cancellationToken)
    {
        IImageEngine engine = await EngineConnector.ConnectAsync(SearchFor(EngineEndpoint, Engine), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            await ImageExport.WriteAsync(engine, image, Platform, epoch, output, cancellationToken).ConfigureAwait(false);
        }
    }
}
