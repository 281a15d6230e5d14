using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>A repository with all that it lists.</summary>
/// <param name="Header">Its repository.yaml.</param>
/// <param name="Packages">By package.</param>
internal sealed record ListedRepository(RepositoryHeader Header, IReadOnlyDictionary<PackageId, ListedPackage> Packages)
{
    /// <summary>Reads a repository; null when there is none.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="transport">Brings its files.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">What is there is no sound repository.</exception>
    public static async Task<ListedRepository?> ReadAsync(string name, IRepositoryTransport transport, CancellationToken cancellationToken)
    {
        RepositoryHeader? header = await RepositoryReader.ReadHeaderAsync(name, transport, cancellationToken).ConfigureAwait(false);
        if (header is null)
        {
            return null;
        }
        Task<Dictionary<PackageId, TreeArchivePackage>> trees = ReadTreeAsync(name, transport, header, cancellationToken);
        Dictionary<PackageId, ListedPackage> packages = [];
        Stream meta = await VerifiedFile.OpenAsync(transport, name, header.Meta, cancellationToken).ConfigureAwait(false);
        await using (meta.ConfigureAwait(false))
        {
            string place = $"{transport.Address}/{header.Meta.FileName}";
            foreach (IndexMapping mapping in await MetaArchiveReader.ReadMappingsAsync(meta, place, name, cancellationToken).ConfigureAwait(false))
            {
                IndexEntry entry = MetaArchiveReader.Read(mapping);
                if ((await trees.ConfigureAwait(false)).TryGetValue(entry.Id, out TreeArchivePackage? tree))
                {
                    packages[entry.Id] = new ListedPackage(entry, mapping.Node, tree);
                }
            }
        }
        return new ListedRepository(header, packages);
    }

    private static async Task<Dictionary<PackageId, TreeArchivePackage>> ReadTreeAsync(
        string name, IRepositoryTransport transport, RepositoryHeader header, CancellationToken cancellationToken)
    {
        Stream tree = await VerifiedFile.OpenAsync(transport, name, header.Tree, cancellationToken).ConfigureAwait(false);
        await using (tree.ConfigureAwait(false))
        {
            Dictionary<PackageId, TreeArchivePackage> packages = [];
            foreach (TreeArchivePackage package in await TreeArchiveReader
                .ReadTextsAsync(tree, $"{transport.Address}/{header.Tree.FileName}", name, cancellationToken).ConfigureAwait(false))
            {
                packages[package.Definition.Id] = package;
            }
            return packages;
        }
    }
}
