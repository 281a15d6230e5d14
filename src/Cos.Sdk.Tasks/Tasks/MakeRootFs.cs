using System.Diagnostics;
using System.Globalization;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Cos.Sdk.Versions;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Installs packages into root file systems that are archives.</summary>
[MSBuildMultiThreadableTask]
public sealed class MakeRootFs : MediaTask
{
    /// <summary>Plan files. Metadata: Medium, Said.</summary>
    [Required]
    public ITaskItem[] Plans { get; set; } = [];

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        foreach (ITaskItem item in Plans)
        {
            Stopwatch watch = Stopwatch.StartNew();
            string archive = item.GetMetadata("Medium");
            Log.LogMessage(MessageImportance.High, "  {0} is made", Path.GetFileName(archive));
            int packages = 0;
            await MeasureAsync(item, async () =>
            {
                packages = (await MakeAsync(item, archive, cancellationToken).ConfigureAwait(false)).Installed.Packages.Length;
                return new FileInfo(archive).Length;
            }).ConfigureAwait(false);
            Log.LogMessage(
                MessageImportance.High,
                "  {0}: {1} packages ({2} s)",
                Path.GetFileName(archive),
                packages.ToString(CultureInfo.InvariantCulture),
                watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        }
    }

    private async Task<InstallationResult> MakeAsync(ITaskItem item, string archive, CancellationToken cancellationToken)
    {
        RootFsPlan plan = RootFsPlan.Parse(await File.ReadAllTextAsync(PathOf(item), cancellationToken).ConfigureAwait(false));
        InstallationPlanner planner = await OpenRepositoriesAsync([], cancellationToken).ConfigureAwait(false);
        InstallationPlan packages = planner.Plan(plan.Wishes.Select(wish => PackageReference.ParseRequirement(wish)), cancellationToken);
        Installer installer = new(packages, InstallationOptionsFor(plan.Epoch, isSystem: true), Diagnostics);
        return await RootFsArchive.WriteAsync(installer, archive, plan.Level, cancellationToken).ConfigureAwait(false);
    }
}
