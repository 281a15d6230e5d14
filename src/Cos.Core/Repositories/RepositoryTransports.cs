using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>Chooses the transport for a repository.</summary>
internal static class RepositoryTransports
{
    /// <summary>A transport for the repository's type.</summary>
    /// <param name="reference">The repository.</param>
    /// <param name="baseFolder">The absolute path that relative folders begin at.</param>
    /// <param name="cache">Keeps what comes over a network.</param>
    /// <exception cref="CosException">It has no URL, or is of a type that cannot be read.</exception>
    public static IRepositoryTransport Create(RepositoryReference reference, string baseFolder, DownloadCache cache)
    {
        if (reference.Urls.IsDefaultOrEmpty)
        {
            throw new CosException(RepositoryDiagnostics.NoUrl(reference.Location, reference.Name));
        }
        return reference.Type switch
        {
            RepositoryType.Disk => new DiskTransport([.. reference.Urls.Select(url => DiskTransport.FolderOf(url, baseFolder))]),
            RepositoryType.Http => new HttpTransport(reference, cache),
            _ => throw new CosException(RepositoryDiagnostics.TypeNotSupported(reference.Location, reference.Name, reference.Type.Spelling())),
        };
    }
}
