using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Validation;

/// <summary>Finds entries of conflicts and provides that cannot mean anything.</summary>
internal sealed class SelectorCheck : ITreeCheck
{
    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        foreach (Package package in subject.Model.Tree.Packages)
        {
            BuildSpec? spec = subject.Model.Packages[package.Id].Spec;
            CheckConflicts(package, package.Definition.Conflicts, subject.Model.Resolution.Runtime, findings);
            CheckConflicts(package, spec?.Conflicts ?? [], subject.Model.Resolution.Build, findings);
            foreach (PackageRequirement provided in package.Definition.Provides.Concat(spec?.Provides ?? []).Where(IsUnreadable))
            {
                findings.Add(package, TreeDiagnostics.UnreadableSelector(provided.Location, provided.ToString()));
            }
        }
    }

    private static void CheckConflicts(Package package, IEnumerable<PackageRequirement> conflicts, PackageUniverse universe, Findings findings)
    {
        foreach (PackageRequirement conflict in conflicts)
        {
            if (IsUnreadable(conflict))
            {
                findings.Add(package, TreeDiagnostics.UnreadableSelector(conflict.Location, conflict.ToString()));
            }
            else if (conflict.Selector is ['~' or '^' or '*' or '!', ..] && !universe.Matching(conflict).Any())
            {
                findings.Add(package, TreeDiagnostics.SelectorIsExact(conflict.Location, conflict.ToString()));
            }
            else if (!universe.Matching(conflict).Any())
            {
                findings.Add(package, TreeDiagnostics.ConflictWithNothing(conflict.Location, conflict.ToString()));
            }
        }
    }

    private static bool IsUnreadable(PackageRequirement requirement) => VersionSelector.Parse(requirement.Selector).IsUnreadable;
}
