using System.Collections.Immutable;

namespace Cos.Sdk.CloudConfig;

/// <summary>What a cloud-config file says.</summary>
/// <param name="Name">What it is for, in its own words.</param>
/// <param name="Stages">In the order written.</param>
internal sealed record CloudConfigFile(string Name, ImmutableArray<CloudStage> Stages);
