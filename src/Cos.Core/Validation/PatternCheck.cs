using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Validation;

/// <summary>Finds patterns of includes and excludes that match no path an image can have.</summary>
internal sealed class PatternCheck : ITreeCheck
{
    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        foreach (Package package in subject.Model.Tree.Packages)
        {
            if (subject.Model.Packages[package.Id].Spec is { } spec)
            {
                Check(package, spec.Includes.AddRange(spec.Excludes), spec.PackageDirectory, findings);
                foreach (Subpackage part in spec.Subpackages)
                {
                    Check(package, part.Includes.AddRange(part.Excludes), "", findings);
                }
            }
        }
    }

    private static void Check(Package package, ImmutableArray<PathPattern> patterns, string packageDirectory, Findings findings)
    {
        foreach (PathPattern pattern in patterns)
        {
            if (PatternShape.Read(pattern.Pattern) is { } shape && shape.WhyNoPath(packageDirectory) is { } reason)
            {
                findings.Add(package, TreeDiagnostics.PatternWithoutMatch(pattern.Location, pattern.Pattern, reason));
            }
        }
    }
}
