using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Golden.Trees;

/// <summary>The build chain of each package by itself, as when it alone is built.</summary>
internal sealed class TreeChains(IReadOnlyDictionary<PackageId, PlannedPackage> packages)
{
    private readonly TreeResolution _resolution = new(packages, [], [], [], CancellationToken.None);

    /// <summary>The packages before one, parents first; none when that cannot be resolved, which is reported.</summary>
    public IReadOnlyList<PackageId> Before(PackageId package, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return [.. _resolution.ChainOf(package).Where(id => id != package)];
        }
        catch (CosException exception)
        {
            diagnostics.AddRange(exception.Diagnostics);
            return [];
        }
    }
}
