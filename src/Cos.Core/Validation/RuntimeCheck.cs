using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Validation;

/// <summary>Resolves the installation of every package from the trees' packages.</summary>
internal sealed class RuntimeCheck : ITreeCheck
{
    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        Solvability solvability = new(subject.Model.Resolution.Runtime, cancellationToken);
        foreach ((PackageId package, Diagnostic problem) in solvability.Find(subject.Model.Tree.Packages.Select(package => package.Id)))
        {
            findings.Add(package, problem.Code is "COS3001" or "COS3002"
                ? ResolutionDiagnostics.NothingToInstall(problem.Location, problem.Message)
                : ResolutionDiagnostics.CannotBeInstalled(problem.Location, package.ToString(), problem.Message));
        }
    }
}
