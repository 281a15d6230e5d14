using System.Collections.Immutable;

namespace Cos.Sdk.Media;

/// <summary>The geometry of a FAT file system that holds given files, with no more room than it needs.</summary>
/// <param name="Sectors">Of the whole file system, 512 bytes each; a multiple of 32 KiB.</param>
/// <param name="SectorsPerCluster">The unit in which files take room.</param>
/// <param name="RootSectors">Of the root directory; 0 for FAT32, where it is a file like others.</param>
/// <param name="IsFat32">FAT32, else FAT16.</param>
internal sealed record FatLayout(long Sectors, int SectorsPerCluster, int RootSectors, bool IsFat32)
{
    private const int SectorSize = 512;
    private const int EntrySize = 32;

    /// <summary>Characters of a long name that one directory entry holds.</summary>
    private const int NamePiece = 13;

    /// <summary>Below 4085 clusters it would be FAT12, above 65524 FAT32; the margins keep clear of what implementations disagree about.</summary>
    private const int LeastClusters = 4200;
    private const int MostFat16Clusters = 65_000;

    private const int LargestCluster = 64;
    private const int Fat32Cluster = 8;
    private const int LeastRootSectors = 32;
    private const int Alignment = 64;

    /// <summary>Finds the layout with the smallest clusters that fits; FAT16 as long as it serves, which every firmware reads from media.</summary>
    /// <param name="files">The files; their folders follow from their paths.</param>
    public static FatLayout For(IReadOnlyCollection<EfiFile> files)
    {
        ImmutableArray<long> folders = Folders(files, out long rootBytes);
        for (int cluster = 1; cluster <= LargestCluster; cluster *= 2)
        {
            long clusters = Clusters(files, folders, cluster);
            if (clusters <= MostFat16Clusters)
            {
                int rootSectors = (int)Math.Max(LeastRootSectors, DivideUp(rootBytes, SectorSize));
                return new FatLayout(Total(1 + rootSectors, Math.Max(clusters, LeastClusters), cluster, entryBytes: 2), cluster, rootSectors, IsFat32: false);
            }
        }
        long needed = Math.Max(Clusters(files, folders.Add(rootBytes), Fat32Cluster), MostFat16Clusters + 1000);
        return new FatLayout(Total(32, needed, Fat32Cluster, entryBytes: 4), Fat32Cluster, RootSectors: 0, IsFat32: true);
    }

    private static long Clusters(IReadOnlyCollection<EfiFile> files, ImmutableArray<long> folders, int sectorsPerCluster)
    {
        long size = (long)sectorsPerCluster * SectorSize;
        return files.Sum(file => DivideUp(file.Size, size)) + folders.Sum(bytes => Math.Max(1, DivideUp(bytes, size)));
    }

    private static long Total(long reserved, long clusters, int sectorsPerCluster, int entryBytes)
    {
        // Rounding up may make room for more clusters, and their entries need room in the tables in turn: one spare sector in each covers that.
        long table = DivideUp((clusters + 2) * entryBytes, SectorSize) + 1;
        return DivideUp(reserved + (2 * table) + (clusters * sectorsPerCluster), Alignment) * Alignment;
    }

    /// <summary>The bytes that each folder below the root takes for its entries, and those of the root.</summary>
    private static ImmutableArray<long> Folders(IReadOnlyCollection<EfiFile> files, out long rootBytes)
    {
        Dictionary<string, HashSet<string>> children = new(StringComparer.OrdinalIgnoreCase) { [""] = [] };
        foreach (EfiFile file in files)
        {
            string path = file.Path;
            while (path.Length > 0)
            {
                int slash = path.LastIndexOf('/');
                string folder = slash < 0 ? "" : path[..slash];
                if (!children.TryGetValue(folder, out HashSet<string>? names))
                {
                    children[folder] = names = new(StringComparer.OrdinalIgnoreCase);
                }
                names.Add(path[(slash + 1)..]);
                path = folder;
            }
        }
        // The root has its label beside its children, every other folder itself and its parent.
        rootBytes = (1 + Entries(children[""])) * EntrySize;
        return [.. children.Where(folder => folder.Key.Length > 0).Select(folder => (2 + Entries(folder.Value)) * EntrySize)];
    }

    private static long Entries(IEnumerable<string> names) => names.Sum(name => 1 + DivideUp(name.Length, NamePiece));

    private static long DivideUp(long value, long unit) => (value + unit - 1) / unit;
}
