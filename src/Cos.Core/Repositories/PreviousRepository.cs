using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>What is in the folder before a repository is written. Damage there is a warning: it is about to be replaced.</summary>
/// <param name="folder">The absolute path of the repository.</param>
/// <param name="name">The repository as messages name it.</param>
/// <param name="diagnostics">Takes warnings.</param>
internal sealed class PreviousRepository(string folder, string name, DiagnosticBag diagnostics)
{
    /// <summary>Its repository.yaml; null when there is none that can be read.</summary>
    public async Task<RepositoryHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RepositoryReader.ReadHeaderAsync(name, new DiskTransport([folder]), cancellationToken).ConfigureAwait(false);
        }
        catch (CosException damaged)
        {
            Warn(damaged);
            return null;
        }
    }

    /// <summary>
    /// What this state and the one before it list. The latter counts too: a build that was killed may have left files of packages that
    /// it dropped.
    /// </summary>
    public async Task<List<IndexEntry>> ReadEntriesAsync(CancellationToken cancellationToken)
    {
        List<IndexEntry> entries = [];
        foreach (string file in StaleFiles.FindIndexes(folder))
        {
            try
            {
                FileStream archive = File.OpenRead(file);
                await using (archive.ConfigureAwait(false))
                {
                    entries.AddRange(await MetaArchiveReader.ReadAsync(archive, file, name, cancellationToken).ConfigureAwait(false));
                }
            }
            catch (CosException damaged)
            {
                Warn(damaged);
            }
        }
        return entries;
    }

    private void Warn(CosException damaged) => diagnostics.Add(RepositoryDiagnostics.PreviousUnreadable(
        Path.Combine(folder, RepositoryFileName.EntryPoint), damaged.Diagnostics[0].Message));
}
