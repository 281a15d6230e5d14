using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tools;
using Cos.Sdk.Versions;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Makes the disks whose plan changed, and the recovery system: the disk is composed once for all formats.</summary>
[MSBuildMultiThreadableTask]
public sealed class MakeDisks : MediaTask
{
    /// <summary>Plan files of disks. Metadata: Medium, Said.</summary>
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary>Plan files of recovery systems. Metadata: Medium, Said.</summary>
    public ITaskItem[] RecoveryPlans { get; set; } = [];

    /// <summary>The text of the Vagrantfile of boxes.</summary>
    public string Vagrantfile { get; set; } = "";

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
        InstallationPlanner planner = await OpenRepositoriesAsync([], cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(PathOf(LogFolder));
        foreach (ITaskItem item in RecoveryPlans)
        {
            await MeasureAsync(item, () => MakeRecoveryAsync(item, planner, tools, cancellationToken)).ConfigureAwait(false);
        }
        if (Plans.Length > 0)
        {
            int before = Diagnostics.Count;
            await MeasureAsync(Plans[0], () => MakeAsync(planner, tools, cancellationToken)).ConfigureAwait(false);
            foreach (ITaskItem other in Plans.Skip(1))
            {
                KeepSaid(other.GetMetadata("Said"), before);
            }
        }
    }

    private async Task<long> MakeAsync(InstallationPlanner planner, IToolRunner tools, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        ImmutableArray<DiskPlan> plans = [.. Plans.Select(item => DiskPlan.Parse(File.ReadAllText(PathOf(item))))];
        DiskRequest request = new()
        {
            Plans = plans,
            OutputFiles = [.. Plans.Select(item => item.GetMetadata("Medium"))],
            WriteSystem = Writer(planner, plans[0].Wishes, plans[0].Epoch),
            WriteRecovery = plans[0].RecoveryWishes.IsEmpty ? null : Writer(planner, plans[0].RecoveryWishes, plans[0].Epoch),
            Vagrantfile = Vagrantfile,
            WorkFolder = PathOf(WorkFolder),
            LogFile = Path.Combine(PathOf(LogFolder), "disk.log"),
            Progress = step => Log.LogMessage(
                MessageImportance.High, "  {0} ({1} s)", step, watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)),
        };
        ImmutableArray<DeliveredMedium> made = await new DiskMaker(tools).MakeAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (DeliveredMedium medium in made)
        {
            Report(medium, watch);
        }
        return made.Sum(medium => medium.Size);
    }

    private async Task<long> MakeRecoveryAsync(ITaskItem item, InstallationPlanner planner, IToolRunner tools, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        RecoveryPlan plan = RecoveryPlan.Parse(await File.ReadAllTextAsync(PathOf(item), cancellationToken).ConfigureAwait(false));
        DeliveredMedium made = await new RecoveryMaker(tools, PathOf(WorkFolder), Path.Combine(PathOf(LogFolder), "recovery.log")).MakeAsync(
            plan, Writer(planner, plan.Wishes, plan.Epoch), item.GetMetadata("Medium"), cancellationToken).ConfigureAwait(false);
        Report(made, watch);
        return made.Size;
    }

    private Func<Stream, CancellationToken, Task> Writer(InstallationPlanner planner, ImmutableArray<string> wishes, long epoch) =>
        async (stream, token) =>
        {
            InstallationPlan packages = planner.Plan(wishes.Select(wish => PackageReference.ParseRequirement(wish)), token);
            await new Installer(packages, InstallationOptionsFor(epoch, isSystem: true), Diagnostics).WriteAsync(stream, token).ConfigureAwait(false);
        };

    private void Report(DeliveredMedium medium, Stopwatch watch) => Log.LogMessage(
        MessageImportance.High,
        "  {0}: {1} MiB ({2} s)",
        Path.GetFileName(medium.File),
        (medium.Size >> 20).ToString(CultureInfo.InvariantCulture),
        watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
}
