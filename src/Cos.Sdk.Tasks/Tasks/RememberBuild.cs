using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Writes down what a build that succeeded was made from, what it made and what it said, so that the next one need not look at more than stamps.</summary>
[MSBuildMultiThreadableTask]
public sealed class RememberBuild : CosTask
{
    /// <summary>Where the memory is kept.</summary>
    [Required]
    public string MemoryFile { get; set; } = "";

    /// <summary>Where archives are.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>Whether nodes were made.</summary>
    public bool HasWorked { get; set; }

    /// <inheritdoc />
    private protected override Task ExecuteAsync(CancellationToken cancellationToken)
    {
        // Nothing is pending where tasks run in processes of their own.
        if (Find<PendingMemory>($"Cos.Sdk.PendingMemory\n{PathOf(MemoryFile)}") is not { IsSettled: true, Plans: { } plans } pending
            || !(pending.IsNew || HasWorked))
        {
            return Task.CompletedTask;
        }
        BuildMemory memory = new()
        {
            Inputs = pending.Inputs,
            Lock = pending.Lock,
            Outputs = MadeFiles.Fingerprint(plans, PathOf(RepositoryFolder)),
            Epoch = pending.Epoch,
            Plans = plans,
            SideFiles = pending.SideFiles,
            Said = pending.Said,
            SaidOfNodes =
            [
                .. plans.Select(plan => NodeStamp.Read(plan.Metadata["Stamp"])).SelectMany(stamp => (IEnumerable<Diagnostic>?)stamp?.Diagnostics ?? []).Distinct(),
            ],
        };
        BuildMemoryFile.Write(PathOf(MemoryFile), memory);
        MadePlans.RememberValues(Path.GetDirectoryName(PathOf(MemoryFile))!);
        return Task.CompletedTask;
    }
}
