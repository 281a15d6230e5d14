using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Opens repositories, ours and those of the classic tools: reads repository.yaml, then the tree and the index that it vouches for.</summary>
internal static class RepositoryReader
{
    private const int MaxHeaderSize = 4 << 20;

    /// <summary>Opens a repository where its reference says it is.</summary>
    /// <param name="reference">The repository.</param>
    /// <param name="baseFolder">The absolute path that relative folders begin at.</param>
    /// <param name="cache">Keeps what comes over a network.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">It is of a type that cannot be read, not there, incomplete or corrupted.</exception>
    public static Task<PackageRepository> OpenAsync(
        RepositoryReference reference, string baseFolder, DownloadCache cache, CancellationToken cancellationToken) =>
        OpenAsync(reference, RepositoryTransports.Create(reference, baseFolder, cache), cancellationToken);

    /// <summary>Opens a repository through a transport.</summary>
    public static async Task<PackageRepository> OpenAsync(
        RepositoryReference reference, IRepositoryTransport transport, CancellationToken cancellationToken)
    {
        RepositoryHeader header = await ReadHeaderAsync(reference, transport, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(reference, transport, header, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the state of a repository that a header describes, be it the present one or not.</summary>
    public static async Task<PackageRepository> OpenAsync(
        RepositoryReference reference, IRepositoryTransport transport, RepositoryHeader header, CancellationToken cancellationToken)
    {
        List<IndexEntry> entries = await ReadEntriesAsync(reference.Name, transport, header, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(reference, transport, header, entries, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a repository whose index was read before.</summary>
    public static async Task<PackageRepository> OpenAsync(
        RepositoryReference reference,
        IRepositoryTransport transport,
        RepositoryHeader header,
        IReadOnlyCollection<IndexEntry> entries,
        CancellationToken cancellationToken)
    {
        Dictionary<PackageId, IndexEntry> archives = [];
        foreach (IndexEntry entry in entries)
        {
            archives[entry.Id] = entry;
        }
        Dictionary<PackageId, RepositoryPackage> packages = [];
        Stream tree = await VerifiedFile.OpenAsync(transport, reference.Name, header.Tree, cancellationToken).ConfigureAwait(false);
        await using (tree.ConfigureAwait(false))
        {
            string place = $"{transport.Address}/{header.Tree.FileName}";
            foreach ((PackageDefinition definition, string? finalizer) in
                await TreeArchiveReader.ReadAsync(tree, place, reference.Name, cancellationToken).ConfigureAwait(false))
            {
                if (archives.TryGetValue(definition.Id, out IndexEntry? archive))
                {
                    packages[definition.Id] = new RepositoryPackage
                    {
                        Definition = definition,
                        ArchiveFile = archive.ArchiveFile,
                        Sha256 = archive.Sha256,
                        Compression = archive.Compression,
                        Image = archive.Image,
                        Files = archive.Files,
                        Finalizer = finalizer,
                    };
                }
            }
        }
        return new PackageRepository(reference, new RepositoryIndex(header, packages.Values), transport);
    }

    /// <summary>Reads the entry point that a reference names.</summary>
    /// <exception cref="CosException">It is not there, damaged, or not signed by a key that the reference trusts.</exception>
    public static async Task<RepositoryHeader> ReadHeaderAsync(
        RepositoryReference reference, IRepositoryTransport transport, CancellationToken cancellationToken)
    {
        string entryPoint = reference.Reference.Length > 0 ? reference.Reference : RepositoryFileName.EntryPoint;
        byte[] content = await ReadEntryPointAsync(reference.Name, transport, entryPoint, cancellationToken).ConfigureAwait(false)
            ?? throw new CosException(RepositoryDiagnostics.RepositoryNotFound(reference.Location, reference.Name, transport.Address));
        string signedBy = await SignedEntryPoint.VerifyAsync(reference, transport, entryPoint, content, cancellationToken).ConfigureAwait(false);
        return Parse(reference.Name, transport, entryPoint, content) with { SignedBy = signedBy };
    }

    /// <summary>Reads repository.yaml, whoever signed it; null when it is not there.</summary>
    public static async Task<RepositoryHeader?> ReadHeaderAsync(
        string repository, IRepositoryTransport transport, CancellationToken cancellationToken) =>
        await ReadEntryPointAsync(repository, transport, RepositoryFileName.EntryPoint, cancellationToken).ConfigureAwait(false) is { } content
            ? Parse(repository, transport, RepositoryFileName.EntryPoint, content)
            : null;

    private static RepositoryHeader Parse(string repository, IRepositoryTransport transport, string entryPoint, byte[] content) =>
        RepositoryHeaderYaml.Read(Encoding.UTF8.GetString(content), $"{transport.Address}/{entryPoint}", repository);

    private static async Task<byte[]?> ReadEntryPointAsync(
        string repository, IRepositoryTransport transport, string entryPoint, CancellationToken cancellationToken)
    {
        Stream? file = await transport.OpenFileAsync(entryPoint, sha256: null, cancellationToken).ConfigureAwait(false);
        if (file is null)
        {
            return null;
        }
        await using (file.ConfigureAwait(false))
        {
            byte[] bytes = new byte[MaxHeaderSize];
            int size = await file.ReadAtLeastAsync(bytes, MaxHeaderSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return size < MaxHeaderSize
                ? bytes[..size]
                : throw new CosException(RepositoryDiagnostics.FileTooLarge(entryPoint, repository, MaxHeaderSize));
        }
    }

    /// <summary>Reads the index that a repository.yaml vouches for.</summary>
    public static async Task<List<IndexEntry>> ReadEntriesAsync(
        string repository, IRepositoryTransport transport, RepositoryHeader header, CancellationToken cancellationToken)
    {
        Stream meta = await VerifiedFile.OpenAsync(transport, repository, header.Meta, cancellationToken).ConfigureAwait(false);
        await using (meta.ConfigureAwait(false))
        {
            return await MetaArchiveReader
                .ReadAsync(meta, $"{transport.Address}/{header.Meta.FileName}", repository, cancellationToken).ConfigureAwait(false);
        }
    }
}
