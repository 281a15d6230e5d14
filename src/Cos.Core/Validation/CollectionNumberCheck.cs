using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Formatting;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Validation;

/// <summary>Finds numbers of collections that templates print in another form than they are written, since all numbers of a collection are floats.</summary>
internal sealed class CollectionNumberCheck : ITreeCheck
{
    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        foreach (Package package in subject.Model.Tree.Packages.Where(package => package.Kind == PackageKind.Collection))
        {
            foreach ((string key, object? value) in package.Definition.Values)
            {
                if (value is double number && double.IsInteger(number) && FloatFormat.Format(number, 'g', -1) is var text && text.Contains('e', StringComparison.Ordinal))
                {
                    findings.Add(package, TreeDiagnostics.CollectionNumber(package.Definition.Location, key, text));
                }
            }
        }
    }
}
