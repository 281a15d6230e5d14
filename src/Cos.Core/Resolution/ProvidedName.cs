using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>One entry of the provides of one candidate.</summary>
/// <param name="Node">The provider.</param>
/// <param name="State">Which candidate of it.</param>
/// <param name="Entry">The name and version that it stands in for.</param>
internal sealed record ProvidedName(PackageNode Node, int State, PackageRequirement Entry);
