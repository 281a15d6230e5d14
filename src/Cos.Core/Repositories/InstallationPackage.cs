namespace Cos.Sdk.Repositories;

/// <summary>A package that an installation brings.</summary>
/// <param name="Package">The package.</param>
/// <param name="Repository">Where it comes from.</param>
/// <param name="IsRequested">It was asked for, and is not only required by another one.</param>
internal sealed record InstallationPackage(RepositoryPackage Package, PackageRepository Repository, bool IsRequested)
{
    /// <summary>As messages name it.</summary>
    public string DisplayName => Package.Definition.Id.ToString();

    /// <summary>The archive as messages name it.</summary>
    public string ArchiveName => $"{Package.ArchiveFile} ({DisplayName}, repository {Repository.Reference.Name})";
}
