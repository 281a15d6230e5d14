using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Sdk.CloudConfig;

/// <summary>A step that emitting a stage runs.</summary>
/// <param name="Stage">The stage, or what comes before or after it.</param>
/// <param name="Source">The file it is from; <c>kernel command line</c> for arguments.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Condition">A command line that must succeed; empty without.</param>
/// <param name="Node">A regular expression for the host's name; empty without.</param>
/// <param name="Actions">In their order.</param>
internal sealed record PlannedStep(
    string Stage, string Source, string Name, [property: JsonPropertyName("if")] string Condition, string Node, ImmutableArray<StepAction> Actions);
