using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Validation;

/// <summary>Checks every package of a project's trees, built or not. A function of files.</summary>
internal static class TreeValidator
{
    private static readonly ITreeCheck[] Checks =
    [
        new TextCheck(), new ResolutionCheck(), new RuntimeCheck(), new SelectorCheck(), new PlanCheck(), new PatternCheck(), new StepCheck(),
        new ContextFileCheck(), new CollectionNumberCheck(), new UnusedValueCheck(), new ReachCheck(),
    ];

    /// <summary>Everything there is to say that loading the model has not said. What keeps the project from being planned stands alone.</summary>
    /// <param name="model">The trees.</param>
    /// <param name="strict">Inherited packages are judged like own ones.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyCollection<Diagnostic> Validate(SourceModel model, bool strict, CancellationToken cancellationToken)
    {
        if (model.Outline.Diagnostics.Any(item => item.Severity == DiagnosticSeverity.Error))
        {
            return model.Outline.Diagnostics;
        }
        Subject subject = new(model, strict);
        Findings findings = new(model, subject.Needed, strict);
        foreach (Diagnostic diagnostic in model.Outline.Diagnostics)
        {
            findings.Add(diagnostic);
        }
        foreach (ITreeCheck check in Checks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            check.Check(subject, findings, cancellationToken);
        }
        HashSet<Diagnostic> said = [.. model.Diagnostics];
        return [.. findings.Diagnostics.Where(diagnostic => !said.Contains(diagnostic))];
    }
}
