using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Registry;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Chooses the transport for a repository.</summary>
internal static class RepositoryTransports
{
    /// <summary>A transport for the repository's type.</summary>
    /// <param name="reference">The repository.</param>
    /// <param name="baseFolder">The absolute path that relative folders begin at.</param>
    /// <param name="cache">Keeps what comes over a network.</param>
    /// <param name="registries">How registries are reached; null where they are not.</param>
    /// <param name="locked">The packages that the lock pins; null for none.</param>
    /// <exception cref="CosException">It has no URL, or is of a type that cannot be read.</exception>
    public static IRepositoryTransport Create(
        RepositoryReference reference, string baseFolder, DownloadCache cache, RegistrySettings? registries = null, LockedRepository? locked = null)
    {
        if (reference.Urls.IsDefaultOrEmpty)
        {
            throw new CosException(RepositoryDiagnostics.NoUrl(reference.Location, reference.Name));
        }
        return reference.Type switch
        {
            RepositoryType.Disk => new DiskTransport([.. reference.Urls.Select(url => DiskTransport.FolderOf(url, baseFolder))]),
            RepositoryType.Http => new HttpTransport(reference, cache),
            _ when registries is not null => new CachedTransport(
                new FallbackTransport([.. InRegistries(reference, registries)]), reference, cache, DigestsOf(locked)),
            _ => throw new CosException(RepositoryDiagnostics.TypeNotSupported(reference.Location, reference.Name, reference.Type.Spelling())),
        };
    }

    /// <summary>The places of a repository of type docker.</summary>
    public static IEnumerable<RegistryTransport> InRegistries(RepositoryReference reference, RegistrySettings registries)
    {
        RegistryClient client = registries.ClientFor(reference);
        return reference.Urls.Select(url => new RegistryTransport(client, ImageReference.Parse(url, reference.Location), registries.Platform)).ToArray();
    }

    private static Dictionary<PackageId, string> DigestsOf(LockedRepository? locked)
    {
        Dictionary<PackageId, string> digests = [];
        foreach (LockedArchive archive in locked?.Packages ?? [])
        {
            if (archive.Digest is { } digest)
            {
                digests[new PackageId(PackageReference.ParseRequirement(archive.Package).Name, archive.Version)] = digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..];
            }
        }
        return digests;
    }
}
