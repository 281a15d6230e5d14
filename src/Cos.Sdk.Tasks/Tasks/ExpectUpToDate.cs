using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Fails, before anything is done, when something is out of date; names it with the reason.</summary>
[MSBuildMultiThreadableTask]
public sealed class ExpectUpToDate : CosTask
{
    /// <summary>Plan items of nodes. Metadata: Stamp.</summary>
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary>Where plan files are.</summary>
    [Required]
    public string PlanFolder { get; set; } = "";

    /// <summary>Other files that are made. Metadata: Inputs, the files they are made from, separated by semicolons.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <inheritdoc />
    private protected override Task ExecuteAsync(CancellationToken cancellationToken)
    {
        string[] work =
        [
            .. Plans.Where(plan => IsOutOfDate(plan.GetMetadata("Stamp"), [plan.ItemSpec])).Select(Explain),
            .. Files
                .Where(file => IsOutOfDate(file.ItemSpec, file.GetMetadata("Inputs").Split(';', StringSplitOptions.RemoveEmptyEntries)))
                .Select(file => $"{Path.GetFileName(file.ItemSpec)}: {(File.Exists(PathOf(file.ItemSpec)) ? "what it is made from changed" : "it is missing")}"),
        ];
        return work.Length == 0 ? Task.CompletedTask : throw new CosException(ProjectDiagnostics.NotUpToDate(work));
    }

    private string Explain(ITaskItem plan)
    {
        PlanNode node = PlanJson.Read(PathOf(plan));
        return $"{BuildProgress.NameOf(node)}: {MadePlans.Explain(PathOf(PlanFolder), node)}";
    }

    private bool IsOutOfDate(string output, IEnumerable<string> inputs) =>
        !File.Exists(PathOf(output)) || inputs.Any(input => File.GetLastWriteTimeUtc(PathOf(input)) > File.GetLastWriteTimeUtc(PathOf(output)));
}
