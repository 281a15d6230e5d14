using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Validation;

/// <summary>Says what reading and rendering said of the packages that the project does not build, and reads every <c>finalize.yaml</c>.</summary>
internal sealed class TextCheck : ITreeCheck
{
    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        FinalizeReader finalizers = new();
        foreach (Package package in subject.Model.Tree.Packages)
        {
            if (!subject.Needed.Contains(package.Id) && subject.Model.Said.TryGetValue(package.Id, out DiagnosticBag? said))
            {
                AddAll(said);
            }
            if (package.FinalizeFile is not null)
            {
                DiagnosticBag own = [];
                finalizers.Read(package, own, cancellationToken);
                AddAll(own);
            }

            void AddAll(IEnumerable<Diagnostic> diagnostics)
            {
                foreach (Diagnostic diagnostic in diagnostics)
                {
                    findings.Add(package, diagnostic);
                }
            }
        }
    }
}
