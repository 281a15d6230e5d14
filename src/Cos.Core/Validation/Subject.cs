using Cos.Sdk.Planning;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Validation;

/// <summary>What is validated.</summary>
/// <param name="Model">The trees, read and rendered, and what the project's targets came to.</param>
/// <param name="Settings">How nodes are planned.</param>
/// <param name="Needed">The packages that the project builds.</param>
internal sealed record Subject(SourceModel Model, PlanSettings Settings, IReadOnlySet<PackageId> Needed)
{
    /// <summary>A planner that looks at no file and asks for no base image.</summary>
    public BuildPlanner CreatePlanner(Diagnostics.DiagnosticBag diagnostics) => new(
        Settings, Model.Packages, Model.Resolution, (reference, _) => new PinnedImage(reference, reference, reference), null, diagnostics);
}
