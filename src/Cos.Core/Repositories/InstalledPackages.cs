using System.Collections.Immutable;

namespace Cos.Sdk.Repositories;

/// <summary>The list of what is installed in a root, in order of category, name and version.</summary>
internal sealed record InstalledPackages(ImmutableArray<InstalledPackage> Packages)
{
    /// <summary>What a plan brings.</summary>
    public static InstalledPackages Of(InstallationPlan plan) => new(
        [.. plan.Packages
            .OrderBy(package => package.Package.Definition.Id.Name)
            .ThenBy(package => package.Package.Definition.Id.Version, StringComparer.Ordinal)
            .Select(package => new InstalledPackage(
                package.Package.Definition,
                package.IsRequested,
                package.Repository.Reference.Name,
                package.Repository.Index.Header.Revision,
                package.Package.ArchiveFile,
                package.Package.Sha256,
                package.Package.Files))]);
}
