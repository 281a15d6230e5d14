using System.Collections.Immutable;

namespace Cos.Sdk.Resolution;

/// <summary>Packages that could only be made from one another.</summary>
/// <param name="Path">The requirements around the circle; each is met by the owner of the next.</param>
internal sealed record CycleCause(ImmutableArray<RequirementGroup> Path) : IncompatibilityCause;
