using System.Collections.Immutable;

namespace Cos.Sdk.CloudConfig;

/// <summary>The steps of a stage.</summary>
/// <param name="Name">For example <c>boot</c> or <c>network.before</c>.</param>
/// <param name="Steps">In the order written.</param>
internal sealed record CloudStage(string Name, ImmutableArray<CloudStep> Steps);
