using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Validation;

/// <summary>Plans own packages that the project does not build, inherited ones when they are judged like those, and finds packages that nobody can build.</summary>
internal sealed class PlanCheck : ITreeCheck
{
    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        DiagnosticBag warnings = [];
        BuildPlanner planner = PlanOutline.CreatePlanner(subject.Model, warnings);
        foreach (Package package in subject.Model.Tree.Packages.Where(package => !subject.Needed.Contains(package.Id)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (package.BuildFile is null && package.Kind != PackageKind.Dockerfile)
            {
                findings.Add(package, TreeDiagnostics.NoBuildFile(package.Definition.Location, package.Id.ToString()));
            }
            else if (subject.Model.Packages[package.Id].Spec is not null && (subject.Strict || subject.Model.IsOwn(package)))
            {
                int before = warnings.Count;
                Plan(planner, package, findings);
                foreach (Diagnostic warning in warnings.Skip(before))
                {
                    findings.Add(package, warning);
                }
            }
        }
    }

    private static void Plan(BuildPlanner planner, Package package, Findings findings)
    {
        try
        {
            planner.Check(package.Id);
        }
        catch (CosException exception)
        {
            // What cannot be resolved has been said.
            foreach (Diagnostic diagnostic in exception.Diagnostics.Where(item => !item.Code.StartsWith("COS3", StringComparison.Ordinal)))
            {
                findings.Add(package, diagnostic);
            }
        }
    }
}
