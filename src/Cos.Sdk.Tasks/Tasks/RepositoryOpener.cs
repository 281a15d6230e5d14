using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Repositories;

namespace Cos.Sdk.Tasks;

/// <summary>Opens a project's own repository, and those of others in the states that the lock names.</summary>
/// <param name="cache">What was fetched.</param>
/// <param name="projectFolder">The absolute path that relative folders begin at.</param>
/// <param name="content">The lock.</param>
/// <param name="registries">How repositories in registries are reached.</param>
internal sealed class RepositoryOpener(RepositoryCache cache, string projectFolder, CosLock content, RegistrySettings registries)
{
    /// <summary>The repository that this project makes: preferred to all others.</summary>
    public async Task<PackageRepository> OpenOwnAsync(string folder, CancellationToken cancellationToken)
    {
        RepositoryReference own = new()
        {
            Name = "local",
            Type = RepositoryType.Disk,
            Urls = [Path.TrimEndingDirectorySeparator(folder)],
            Priority = int.MinValue,
        };
        return await RepositoryReader.OpenAsync(own, projectFolder, cache.Downloads, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Repositories of others.</summary>
    /// <exception cref="CosException">One was not fetched.</exception>
    public async Task<IReadOnlyList<PackageRepository>> OpenAsync(IEnumerable<RepositoryReference> declared, CancellationToken cancellationToken)
    {
        List<PackageRepository> opened = [];
        foreach (RepositoryReference reference in declared)
        {
            LockedRepository locked = (reference.IsReference || reference.Type == RepositoryType.Disk
                    ? RepositoryFetcher.PresentStateOf(reference, projectFolder)
                    : content.Repositories.GetValueOrDefault(reference.Name))
                ?? throw new CosException(FetchingDiagnostics.NotFetched(reference.Location, reference.Name));
            opened.Add(await RepositoryReader.OpenAsync(
                reference,
                RepositoryTransports.Create(reference, projectFolder, cache.Downloads, registries, locked),
                RepositoryFetcher.HeaderOf(reference.Name, locked),
                cancellationToken).ConfigureAwait(false));
        }
        return opened;
    }
}
