using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Differences;

/// <summary>
/// Opens what people name as a side of a comparison: nothing (the project's own repository), <c>previous</c> (what it was before its last change),
/// an archive, a folder with a repository, a copy of a repository.yaml beside its archives, or a package of the own repository.
/// </summary>
/// <param name="ownFolder">The absolute path of the project's repository.</param>
/// <param name="baseFolder">The absolute path that relative ones begin at.</param>
internal sealed class SideReader(string ownFolder, string baseFolder)
{
    /// <summary>Names the state before the last change.</summary>
    public const string Previous = "previous";

    private const string OwnName = "repository";

    /// <summary>Opens a side.</summary>
    /// <param name="text">As written; empty for the own repository.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CosException">There is nothing by that name, or it is damaged.</exception>
    public async Task<ComparedSide> OpenAsync(string text, CancellationToken cancellationToken)
    {
        string trimmed = text.Trim();
        string path = trimmed.Length == 0 ? ownFolder : Path.GetFullPath(trimmed, baseFolder);
        if (trimmed == Previous)
        {
            return await OpenPreviousAsync(cancellationToken).ConfigureAwait(false);
        }
        if (Directory.Exists(path))
        {
            return SideOf(path, await OpenRepositoryAsync(path, new DiskTransport([path]), cancellationToken).ConfigureAwait(false));
        }
        if (File.Exists(path))
        {
            return path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
                ? SideOf(path, await OpenRepositoryAsync(path, new RenamedEntryPoint(path), cancellationToken).ConfigureAwait(false))
                : ArchiveOf(path);
        }
        return await OpenPackageAsync(trimmed, cancellationToken).ConfigureAwait(false);
    }

    private static ComparedSide ArchiveOf(string path)
    {
        string file = Path.GetFileName(path);
        ComparedPackage package = new()
        {
            Id = new PackageId(new PackageName("", file), ""),
            ArchiveFile = file,
            Open = _ => Task.FromResult<Stream>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true)),
        };
        return new ComparedSide(path, IsSingle: true, [package]);
    }

    private async Task<ComparedSide> OpenPackageAsync(string text, CancellationToken cancellationToken)
    {
        PackageRepository own = await OpenRepositoryAsync(ownFolder, new DiskTransport([ownFolder]), cancellationToken).ConfigureAwait(false);
        PackageUniverse universe = new(own.Index.Packages.Select(package => new Candidate(
            package.Definition.Id, [], [], package.Definition.Provides, package.Definition.Location)));
        return universe.Best(PackageReference.ParseRequirement(text)) is { } best && own.Index.TryGet(best.Id, out RepositoryPackage? found)
            ? new ComparedSide(found.Definition.Id.ToString(), IsSingle: true, [PackageOf(own, found)])
            : throw new CosException(DifferenceDiagnostics.SideNotFound(text, ownFolder));
    }

    private static Task<PackageRepository> OpenRepositoryAsync(string name, IRepositoryTransport transport, CancellationToken cancellationToken) =>
        RepositoryReader.OpenAsync(
            new RepositoryReference { Name = Path.GetFileName(name), Type = RepositoryType.Disk, Urls = [name] }, transport, cancellationToken);

    private static ComparedSide SideOf(string name, PackageRepository repository) =>
        new(name, IsSingle: false, [.. repository.Index.Packages.Select(package => PackageOf(repository, package))]);

    private static ComparedPackage PackageOf(PackageRepository repository, RepositoryPackage package) => new()
    {
        Id = package.Definition.Id,
        ArchiveFile = package.ArchiveFile,
        Sha256 = package.Sha256,
        Files = package.Files,
        Open = async cancellationToken =>
            (await repository.Transport.OpenArchiveAsync(package, cancellationToken).ConfigureAwait(false)
                ?? throw new CosException(RepositoryDiagnostics.FileMissing(
                    package.ArchiveFile, repository.Reference.Name, repository.Transport.Address))).Content,
    };

    /// <summary>Of the state before only the index is sure to be there: an archive is, unless another one has taken its name.</summary>
    private async Task<ComparedSide> OpenPreviousAsync(CancellationToken cancellationToken)
    {
        DiskTransport transport = new([ownFolder]);
        RepositoryHeader header = await RepositoryReader.ReadHeaderAsync(OwnName, transport, cancellationToken).ConfigureAwait(false)
            ?? throw new CosException(RepositoryDiagnostics.RepositoryNotFound(null, OwnName, ownFolder));
        string index = StaleFiles.FindIndexes(ownFolder).FirstOrDefault(file => Path.GetFileName(file) != header.Meta.FileName)
            ?? throw new CosException(DifferenceDiagnostics.NoPreviousRevision(ownFolder));
        Dictionary<string, string> current = (await RepositoryReader.ReadEntriesAsync(OwnName, transport, header, cancellationToken).ConfigureAwait(false))
            .ToDictionary(entry => entry.ArchiveFile, entry => entry.Sha256, StringComparer.Ordinal);
        FileStream archive = File.OpenRead(index);
        await using (archive.ConfigureAwait(false))
        {
            List<IndexEntry> entries = await MetaArchiveReader.ReadAsync(archive, index, OwnName, cancellationToken).ConfigureAwait(false);
            return new ComparedSide($"{ownFolder} ({Previous})", IsSingle: false, [.. entries
                .OrderBy(entry => entry.Id.Name).ThenBy(entry => entry.Id.Version, StringComparer.Ordinal)
                .Select(entry => PreviousOf(entry, current))]);
        }
    }

    private ComparedPackage PreviousOf(IndexEntry entry, Dictionary<string, string> current)
    {
        string path = Path.Combine(ownFolder, entry.ArchiveFile);
        bool isThere = File.Exists(path) && current.GetValueOrDefault(entry.ArchiveFile, entry.Sha256) == entry.Sha256;
        return new ComparedPackage
        {
            Id = entry.Id,
            ArchiveFile = entry.ArchiveFile,
            Sha256 = entry.Sha256,
            Files = entry.Files,
            Open = isThere ? _ => Task.FromResult<Stream>(File.OpenRead(path)) : null,
        };
    }
}
