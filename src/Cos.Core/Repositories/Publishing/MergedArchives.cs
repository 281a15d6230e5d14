using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>Writes tree and index of a repository from what several repositories list. Their bytes depend on that alone.</summary>
internal static class MergedArchives
{
    private const int FolderMode = 0b111_101_101;
    private const int FileMode = 0b110_100_100;

    /// <summary>1980, as in the archives that a build writes.</summary>
    private const long Time = 315_532_800;

    /// <summary>The runtime tree.</summary>
    public static Task<PendingArchive> WriteTreeAsync(string folder, IEnumerable<ListedPackage> packages, CancellationToken cancellationToken) =>
        PendingArchive.WriteAsync(folder, "tree", ".tar", Compression.Parse("gzip", ""), async tar =>
        {
            SortedDictionary<string, TreeArchivePackage?> folders = new(StringComparer.Ordinal);
            foreach (TreeArchivePackage package in packages.Select(package => package.Tree))
            {
                string path = PackageFolder.PathOf(package.Definition);
                folders[path] = package;
                for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
                {
                    folders.TryAdd(path[..slash], null);
                }
            }
            foreach ((string path, TreeArchivePackage? package) in folders)
            {
                await tar.WriteEntryAsync(Entry(path, FolderMode) with { Kind = TarEntryKind.Directory }, null, cancellationToken).ConfigureAwait(false);
                if (package is not null)
                {
                    await AddAsync(tar, $"{path}/definition.yaml", FileMode, package.Text, cancellationToken).ConfigureAwait(false);
                    if (package.Finalizer is { } finalizer)
                    {
                        await AddAsync(tar, $"{path}/finalize.yaml", FileMode, finalizer, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }, cancellationToken);

    /// <summary>The index.</summary>
    public static Task<PendingArchive> WriteMetaAsync(string folder, IEnumerable<PlacedPackage> packages, CancellationToken cancellationToken) =>
        PendingArchive.WriteAsync(folder, "repository.meta", ".yaml.tar", Compression.None, tar =>
        {
            string text = YamlEmitter.Write(
                new YamlFields { { "index", packages.Select(placed => placed.Package.EntryWith(placed.Path, placed.Image)) } }, YamlLayout.Compact);
            // The classic tools mark their index as executable.
            return AddAsync(tar, MetaArchiveReader.IndexFile, FolderMode, text, cancellationToken);
        }, cancellationToken);

    private static async Task AddAsync(TarStreamWriter tar, string path, int mode, string text, CancellationToken cancellationToken)
    {
        using MemoryStream content = new(Encoding.UTF8.GetBytes(text));
        await tar.WriteEntryAsync(Entry(path, mode) with { Size = content.Length }, content, cancellationToken).ConfigureAwait(false);
    }

    private static TarEntry Entry(string path, int mode) => new() { Path = path, Kind = TarEntryKind.File, Mode = mode, ModificationTime = Time };
}
