using System.Collections.Immutable;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

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
    private readonly DiskTransport _current;

    /// <param name="content">What to publish.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    public RepositoryWriter(RepositoryContent content, DiagnosticBag diagnostics)
    {
        _content = content;
        _diagnostics = diagnostics;
        _current = new DiskTransport([content.Folder]);
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
            (List<PublishedArtifact> artifacts, List<PublishedDefinition> definitions) = Select(cancellationToken);
            return await WriteAsync(artifacts, definitions, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Diagnostic? full = failure is IOException io ? DiskSpace.Explain(io, Path.Combine(_content.Folder, RepositoryFileName.EntryPoint), 0) : null;
            throw new CosException(full ?? RepositoryDiagnostics.NotWritten(_content.Folder, failure.Message), failure);
        }
    }

    /// <summary>The artifacts that a tree defines, with their definitions.</summary>
    private (List<PublishedArtifact> Artifacts, List<PublishedDefinition> Definitions) Select(CancellationToken cancellationToken)
    {
        Dictionary<PackageId, PublishedDefinition> defined = [];
        foreach (PublishedDefinition definition in _content.Definitions)
        {
            defined[definition.Definition.Id] = definition;
        }
        List<PublishedArtifact> artifacts = [];
        List<PublishedDefinition> definitions = [];
        foreach (PublishedArtifact artifact in PublishedArtifactReader.Read(_content, cancellationToken))
        {
            if (defined.TryGetValue(artifact.Id, out PublishedDefinition? definition))
            {
                artifacts.Add(artifact);
                definitions.Add(definition);
            }
            else
            {
                _diagnostics.Add(RepositoryDiagnostics.PackageNotInTrees(artifact.MetadataFile, artifact.Id.ToString()));
            }
        }
        PublishedRequirements.Check([.. definitions.Select(definition => definition.Definition)], _content.KnownElsewhere, _diagnostics);
        return (artifacts, definitions);
    }

    private async Task<RepositoryUpdate> WriteAsync(
        List<PublishedArtifact> artifacts, List<PublishedDefinition> definitions, CancellationToken cancellationToken)
    {
        SourceTrees trees = new(_content.Trees);
        RepositoryArchives archives = new(_content);
        using PendingArchive tree = await archives.WriteTreeAsync(definitions, trees, cancellationToken).ConfigureAwait(false);
        using PendingArchive compilerTree = await archives.WriteCompilerTreeAsync(trees, cancellationToken).ConfigureAwait(false);
        using PendingArchive meta = await archives.WriteMetaAsync(artifacts, cancellationToken).ConfigureAwait(false);
        PendingArchive[] all = [tree, compilerTree, meta];

        RepositoryHeader? previous = await ReadPreviousAsync(cancellationToken).ConfigureAwait(false);
        RepositoryHeader header = new()
        {
            Name = _content.Name,
            Description = _content.Description,
            Type = _content.Type,
            Urls = _content.Urls,
            Priority = _content.Priority,
            Revision = (previous?.Revision ?? 0) + 1,
            LastUpdate = _content.Epoch,
            Tree = tree.File,
            Meta = meta.File,
            CompilerTree = compilerTree.File,
        };
        if (previous is not null && previous.HasContentOf(header))
        {
            if (await ArePublishedAsync(all, cancellationToken).ConfigureAwait(false))
            {
                return new RepositoryUpdate(previous, IsChanged: false, FilesOf(all), []);
            }
            // Only a file is missing or damaged: putting it back is no new revision.
            header = previous;
        }
        List<IndexEntry> listed = await ReadListedAsync(cancellationToken).ConfigureAwait(false);
        Publish(all, header);
        ImmutableArray<string> removed = StaleFiles.RemoveDropped(_content.Folder, listed, artifacts);
        StaleFiles.RemoveOldArchives(_content.Folder, header, previous);
        return new RepositoryUpdate(header, IsChanged: true, FilesOf(all), removed);
    }

    /// <summary>The repository's own files, the previous state's archives too.</summary>
    private ImmutableArray<string> FilesOf(PendingArchive[] archives) =>
        [.. archives.Select(archive => archive.ClassicName)
            .Append(RepositoryFileName.EntryPoint)
            .Select(name => Path.Combine(_content.Folder, name))
            .Concat(StaleFiles.FindArchives(_content.Folder))
            .Order(StringComparer.Ordinal)];

    private void Publish(PendingArchive[] archives, RepositoryHeader header)
    {
        foreach (PendingArchive archive in archives)
        {
            archive.Publish();
        }
        string entryPoint = Path.Combine(_content.Folder, RepositoryFileName.EntryPoint);
        string beside = $"{entryPoint}.{Path.GetRandomFileName()}";
        try
        {
            File.WriteAllText(beside, RepositoryHeaderYaml.Write(header));
            File.Move(beside, entryPoint, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
        foreach (PendingArchive archive in archives)
        {
            archive.PublishClassicName();
        }
    }

    private async Task<RepositoryHeader?> ReadPreviousAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RepositoryReader.ReadHeaderAsync(_content.Name, _current, cancellationToken).ConfigureAwait(false);
        }
        catch (CosException damaged)
        {
            WarnOfPrevious(damaged);
            return null;
        }
    }

    /// <summary>
    /// What this state and the one before it list. The latter counts too: a build that was killed may have left files of packages that
    /// it dropped.
    /// </summary>
    private async Task<List<IndexEntry>> ReadListedAsync(CancellationToken cancellationToken)
    {
        List<IndexEntry> entries = [];
        foreach (string file in StaleFiles.FindIndexes(_content.Folder))
        {
            try
            {
                FileStream archive = File.OpenRead(file);
                await using (archive.ConfigureAwait(false))
                {
                    entries.AddRange(await MetaArchiveReader.ReadAsync(archive, file, _content.Name, cancellationToken).ConfigureAwait(false));
                }
            }
            catch (CosException damaged)
            {
                WarnOfPrevious(damaged);
            }
        }
        return entries;
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

    private void WarnOfPrevious(CosException damaged) => _diagnostics.Add(RepositoryDiagnostics.PreviousUnreadable(
        Path.Combine(_content.Folder, RepositoryFileName.EntryPoint), damaged.Diagnostics[0].Message));
}
