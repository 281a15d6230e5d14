using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Validation;

/// <summary>Resolves the build of every package that the project does not build anyway.</summary>
internal sealed class ResolutionCheck : ITreeCheck
{
    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        HashSet<PackageId> solved = [.. subject.Model.Resolution.Solutions.SelectMany(solution => solution.Packages)];
        IEnumerable<PackageId> open = subject.Model.Tree.Packages.Select(package => package.Id).Where(id => !solved.Contains(id));
        foreach ((PackageId package, Diagnostic problem) in new Solvability(subject.Model.Resolution.Build, cancellationToken).Find(open))
        {
            findings.Add(package, problem);
        }
    }
}
