using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Validation;

/// <summary>Checks every package of a project's trees, built or not. A function of files.</summary>
internal static class TreeValidator
{
    private static readonly ITreeCheck[] Checks =
    [
        new TextCheck(), new ResolutionCheck(), new RuntimeCheck(), new SelectorCheck(), new PlanCheck(), new PatternCheck(), new StepCheck(),
        new ContextFileCheck(), new UnusedValueCheck(), new ReachCheck(),
    ];

    /// <summary>Everything there is to say that loading the model has not said.</summary>
    /// <param name="model">The trees.</param>
    /// <param name="settings">How nodes are planned.</param>
    /// <param name="strict">Inherited packages are judged like own ones.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyCollection<Diagnostic> Validate(SourceModel model, PlanSettings settings, bool strict, CancellationToken cancellationToken)
    {
        DiagnosticBag planning = [];
        HashSet<PackageId> needed = [];
        Subject subject = new(model, settings, needed);
        try
        {
            BuildPlan plan = subject.CreatePlanner(planning).Plan(model.Resolution.Targets);
            HashSet<string> names = [.. plan.Nodes.Select(node => node.Package)];
            needed.UnionWith(model.Tree.Packages.Select(package => package.Id).Where(id => names.Contains(id.ToString())));
        }
        catch (CosException exception)
        {
            planning.AddRange(exception.Diagnostics);
            return planning;
        }
        needed.UnionWith(model.Resolution.Targets.SelectMany(model.Resolution.ChainOf));
        Findings findings = new(model, needed, strict);
        foreach (Diagnostic diagnostic in planning)
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
