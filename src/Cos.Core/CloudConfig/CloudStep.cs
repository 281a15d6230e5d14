using System.Collections.Immutable;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Sdk.CloudConfig;

/// <summary>A step: conditions, and what it does when they hold.</summary>
/// <param name="Name">What it is for; empty when it does not say.</param>
/// <param name="Condition">A command line for the shell that must succeed; empty without.</param>
/// <param name="Node">A regular expression that the host's name must match; empty without.</param>
/// <param name="Actions">In the order in which they are done, which is not the order written.</param>
internal sealed record CloudStep(string Name, string Condition, string Node, ImmutableArray<StepAction> Actions);
