using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Repositories;

/// <summary>The folders of packages in a runtime tree.</summary>
internal static class PackageFolder
{
    /// <summary><c>category/name/version</c>; parts that are empty are left out.</summary>
    /// <exception cref="CosException">A part is no name of a folder.</exception>
    public static string PathOf(PackageDefinition definition)
    {
        string[] parts = [.. new[] { definition.Id.Name.Category, definition.Id.Name.Name, definition.Id.Version }.Where(part => part.Length > 0)];
        return parts.All(RepositoryFileName.IsSafe)
            ? string.Join('/', parts)
            : throw new CosException(RepositoryDiagnostics.UnsafePackageName(definition.Location, definition.Id.ToString()));
    }
}
