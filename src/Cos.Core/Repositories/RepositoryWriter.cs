using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Makes the artifact folder a repository that the classic tools' clients read. The archives that repository.yaml names have their content
/// in their names, and repository.yaml is replaced last and at once, so that a reader sees the old or the new repository.
/// </summary>
/// <remarks>One writer at a time: whoever builds into the folder holds its lock.</remarks>
internal sealed class RepositoryWriter
{
    private readonly RepositoryContent _content;
    private readonly DiagnosticBag _diagnostics;
    private readonly PreviousRepository _previous;
    private readonly RepositorySignatures _signatures;

    /// <param name="content">What to publish.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    public RepositoryWriter(RepositoryContent content, DiagnosticBag diagnostics)
    {
        _content = content;
        _diagnostics = diagnostics;
        _previous = new PreviousRepository(content.Folder, content.Name, diagnostics);
        _signatures = new RepositorySignatures(content.Folder, content.SigningKey);
    }

    /// <summary>Brings the repository up to date. When its content is what is there already, no file is touched and the revision stays.</summary>
    /// <exception cref="CosException">Metadata is damaged or without its archive, or the folder cannot be written.</exception>
    public async Task<RepositoryUpdate> WriteAsync(CancellationToken cancellationToken)
    {
        if (_content.Type != RepositoryType.Disk)
        {
            throw new CosException(RepositoryDiagnostics.TypeNotSupported(_content.Location, _content.Name, _content.Type.Spelling()));
        }
        try
        {
            Directory.CreateDirectory(_content.Folder);
            StaleFiles.RemoveTemporaries(_content.Folder);
            PublishedPackages packages = PublishedPackages.Select(_content, _diagnostics, cancellationToken);
            return await WriteAsync(packages, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Diagnostic? full = failure is IOException io ? DiskSpace.Explain(io, Path.Combine(_content.Folder, RepositoryFileName.EntryPoint), 0) : null;
            throw new CosException(full ?? RepositoryDiagnostics.NotWritten(_content.Folder, failure.Message), failure);
        }
    }

    private async Task<RepositoryUpdate> WriteAsync(PublishedPackages packages, CancellationToken cancellationToken)
    {
        PendingArchive[] all = await WriteArchivesAsync(packages, cancellationToken).ConfigureAwait(false);
        try
        {
            return await UpdateAsync(all, packages.Artifacts, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Array.ForEach(all, archive => archive.Dispose());
        }
    }

    /// <summary>Tree, compiler tree and index, in this order.</summary>
    private async Task<PendingArchive[]> WriteArchivesAsync(PublishedPackages packages, CancellationToken cancellationToken)
    {
        SourceTrees trees = new(_content.Trees);
        RepositoryArchives archives = new(_content);
        Task<PendingArchive>[] writing =
        [
            Task.Run(() => archives.WriteTreeAsync(packages.Definitions, trees, cancellationToken), cancellationToken),
            Task.Run(() => archives.WriteCompilerTreeAsync(trees, cancellationToken), cancellationToken),
            Task.Run(() => archives.WriteMetaAsync(packages.Artifacts, cancellationToken), cancellationToken),
        ];
        try
        {
            return await Task.WhenAll(writing).ConfigureAwait(false);
        }
        catch
        {
            foreach (Task<PendingArchive> written in writing.Where(task => task.IsCompletedSuccessfully))
            {
                (await written.ConfigureAwait(false)).Dispose();
            }
            throw;
        }
    }

    private async Task<RepositoryUpdate> UpdateAsync(
        PendingArchive[] all, ImmutableArray<PublishedArtifact> artifacts, CancellationToken cancellationToken)
    {
        RepositoryHeader? previous = await _previous.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        RepositoryHeader header = new()
        {
            Name = _content.Name,
            Description = _content.Description,
            Type = _content.Type,
            Urls = _content.Urls,
            Priority = _content.Priority,
            Revision = (previous?.Revision ?? 0) + 1,
            LastUpdate = _content.Epoch,
            Tree = all[0].File,
            CompilerTree = all[1].File,
            Meta = all[2].File,
        };
        string? replaced = RepositorySignatures.EntryPointDigest(_content.Folder);
        if (previous is not null && previous.HasContentOf(header))
        {
            if (await ArePublishedAsync(all, cancellationToken).ConfigureAwait(false))
            {
                _signatures.Update(all, artifacts);
                return new RepositoryUpdate(previous, IsChanged: false, FilesOf(all), []);
            }
            // Only a file is missing or damaged: putting it back is no new revision.
            header = previous;
        }
        List<IndexEntry> listed = await _previous.ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
        string written = Publish(all, header);
        _signatures.Update(all, artifacts);
        ImmutableArray<string> removed = StaleFiles.RemoveDropped(_content.Folder, listed, artifacts);
        StaleFiles.RemoveOldArchives(_content.Folder, header, previous);
        StaleFiles.RemoveOldSignatures(_content.Folder, written, replaced);
        return new RepositoryUpdate(header, IsChanged: true, FilesOf(all), removed);
    }

    /// <summary>The repository's own files, the previous state's archives too.</summary>
    private ImmutableArray<string> FilesOf(PendingArchive[] archives) =>
        [.. archives.Select(archive => archive.ClassicName)
            .Append(RepositoryFileName.EntryPoint)
            .Select(name => Path.Combine(_content.Folder, name))
            .Concat(StaleFiles.FindArchives(_content.Folder))
            .Concat(_signatures.FilesOf(archives))
            .Order(StringComparer.Ordinal)];

    /// <summary>Puts the archives in their places, then repository.yaml at once, its signature before it.</summary>
    /// <returns>SHA-256 of repository.yaml.</returns>
    private string Publish(PendingArchive[] archives, RepositoryHeader header)
    {
        foreach (PendingArchive archive in archives)
        {
            archive.Publish();
        }
        string text = RepositoryHeaderYaml.Write(header);
        string sha256 = _signatures.SignEntryPoint(Encoding.UTF8.GetBytes(text));
        AtomicFile.Write(Path.Combine(_content.Folder, RepositoryFileName.EntryPoint), text);
        foreach (PendingArchive archive in archives)
        {
            archive.PublishClassicName();
        }
        return sha256;
    }

    private static async Task<bool> ArePublishedAsync(PendingArchive[] archives, CancellationToken cancellationToken)
    {
        foreach (PendingArchive archive in archives)
        {
            if (!await archive.IsPublishedAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }
        return true;
    }
}
