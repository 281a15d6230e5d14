using System.Collections.Immutable;

namespace Cos.Sdk.Planning;

/// <summary>The whole graph of a project.</summary>
/// <param name="Nodes">In ordinal order of keys.</param>
/// <param name="Targets">Keys of the artifact nodes that the project wants.</param>
internal sealed record BuildPlan(ImmutableArray<PlanNode> Nodes, ImmutableArray<string> Targets);
