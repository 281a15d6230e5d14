using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>A solution, or why there is none.</summary>
internal sealed record ResolverResult(ResolvedPackages? Packages, IReadOnlyList<Diagnostic> Errors)
{
    /// <summary>What each target got; nothing without a solution.</summary>
    public IReadOnlyList<TargetSolution> Of(IReadOnlyList<PackageRequirement> targets) => Packages is null
        ? []
        : [.. targets.Select((target, index) => new TargetSolution(target, Packages.Targets[index].To, Packages))];
}
