using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>What one target of several got.</summary>
/// <param name="Target">As asked for.</param>
/// <param name="Package">The package that meets it.</param>
/// <param name="Resolution">The packages chosen for it; shared by targets that were solved together.</param>
internal sealed record TargetSolution(PackageRequirement Target, PackageId Package, ResolvedPackages Resolution);
