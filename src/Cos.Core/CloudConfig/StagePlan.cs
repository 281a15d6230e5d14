using System.Collections.Immutable;

namespace Cos.Sdk.CloudConfig;

/// <summary>Everything that emitting a stage runs, in its order.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Steps">Those before it, its own and those after it; steps that do nothing are left out.</param>
internal sealed record StagePlan(string Stage, ImmutableArray<PlannedStep> Steps)
{
    /// <summary>Plans a stage.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="sources">What was read, in the order in which it runs.</param>
    public static StagePlan Create(string stage, IReadOnlyList<(string Source, CloudConfigFile File)> sources) => new(stage,
    [
        .. from part in StageNames.PartsOf(stage)
           from source in sources
           from found in source.File.Stages
           where found.Name == part
           from step in found.Steps
           where !step.Actions.IsEmpty
           select new PlannedStep(part, source.Source, step.Name, step.Condition, step.Node, step.Actions),
    ]);
}
