using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Validation;

/// <summary>Collects what checks find, each as severe as it is to the project.</summary>
/// <remarks>
/// What an inherited package that the project does not build gets wrong fails nobody's build: its errors are warnings. Doubts about inherited
/// packages are the business of those who keep them: information.
/// </remarks>
/// <param name="model">Tells own packages from inherited ones.</param>
/// <param name="needed">The packages that the project builds.</param>
/// <param name="strict">Inherited packages are judged like own ones.</param>
internal sealed class Findings(SourceModel model, IReadOnlySet<PackageId> needed, bool strict)
{
    private readonly HashSet<(string Code, SourceLocation? Location)> _known = [];

    /// <summary>All of them, in the order found.</summary>
    public DiagnosticBag Diagnostics { get; } = [];

    /// <summary>Adds what is no package's own.</summary>
    public void Add(Diagnostic diagnostic) => Diagnostics.Add(diagnostic);

    /// <summary>Adds what is wrong with a package; one code says one thing of one place.</summary>
    public void Add(Package package, Diagnostic diagnostic)
    {
        if (_known.Add((diagnostic.Code, diagnostic.Location)) || diagnostic.Location is null)
        {
            Diagnostics.Add(diagnostic with { Severity = SeverityOf(package, diagnostic.Severity) });
        }
    }

    /// <summary>Adds what is wrong with a package of this identity; what is wrong with one of a repository is said when it is needed.</summary>
    public void Add(PackageId id, Diagnostic diagnostic)
    {
        if (model.Tree.TryFind(id, out Package? package))
        {
            Add(package, diagnostic);
        }
        else if (!model.Packages.ContainsKey(id))
        {
            Add(diagnostic with { Severity = DiagnosticSeverity.Information });
        }
    }

    private DiagnosticSeverity SeverityOf(Package package, DiagnosticSeverity severity)
    {
        bool counts = strict || model.IsOwn(package);
        return severity switch
        {
            DiagnosticSeverity.Error when !counts && !needed.Contains(package.Id) => DiagnosticSeverity.Warning,
            DiagnosticSeverity.Warning when !counts => DiagnosticSeverity.Information,
            _ => severity,
        };
    }
}
