using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Validation;

/// <summary>Names the packages that the project does not build.</summary>
internal sealed class ReachCheck : ITreeCheck
{
    private const int MaxNamed = 20;

    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        SourceModel model = subject.Model;
        foreach (Package package in model.Tree.Packages.Where(package =>
            package.BuildFile is not null && !subject.Needed.Contains(package.Id) && model.IsOwn(package)))
        {
            findings.Add(package, TreeDiagnostics.NotAskedFor(package.Definition.Location, package.Id.ToString()));
        }
        foreach (IGrouping<string, Package> tree in model.Tree.Packages.Where(package => !model.IsOwn(package)).GroupBy(package => package.TreeRoot))
        {
            Package[] all = [.. tree];
            string[] unneeded = [.. all.Where(package => !subject.Needed.Contains(package.Id)).Select(package => package.Id.ToString())];
            if (unneeded.Length > 0)
            {
                string more = unneeded.Length > MaxNamed ? string.Create(CultureInfo.InvariantCulture, $" and {unneeded.Length - MaxNamed} more") : "";
                findings.Add(TreeDiagnostics.UnneededPackages(
                    new SourceLocation(tree.Key), all.Length, unneeded.Length, string.Join(", ", unneeded.Take(MaxNamed)) + more));
            }
        }
    }
}
