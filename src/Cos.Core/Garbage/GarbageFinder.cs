using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Garbage;

/// <summary>Finds what no plan of a known project refers to.</summary>
/// <param name="cacheFolder">The cache that the projects share.</param>
/// <param name="imageRepository">Repository part of the names of images.</param>
internal sealed class GarbageFinder(string cacheFolder, string imageRepository)
{
    private readonly HashSet<string> _needed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Looks at all projects, at what the engine has and at the cache.</summary>
    public async Task<IReadOnlyList<GarbageItem>> FindAsync(IImageEngine engine, CancellationToken cancellationToken)
    {
        foreach (KnownProject project in new ProjectRegistry(cacheFolder).ReadAll())
        {
            _known.UnionWith(project.Images);
            _known.UnionWith(project.Cached);
            _needed.UnionWith(PlannedImages(project.PlanFolder));
            // A lock that cannot be read may need anything that it ever named.
            _needed.UnionWith(File.Exists(project.LockFile) ? await NamesOfAsync(project, cancellationToken).ConfigureAwait(false) : []);
        }
        List<GarbageItem> found = [];
        IReadOnlyList<EngineImage> images = await engine.ListImageSizesAsync(cancellationToken).ConfigureAwait(false);
        found.AddRange(images
            .Where(image => (image.Tag.StartsWith(imageRepository + ":", StringComparison.Ordinal) || _known.Contains(image.Tag)) && !_needed.Contains(image.Tag))
            .OrderBy(image => image.Tag, StringComparer.Ordinal)
            .Select(image => Judge("image", image.Tag, image.Size, image.Tag)));
        foreach (EngineLeftover leftover in await engine.ListLeftoversAsync(cancellationToken).ConfigureAwait(false))
        {
            bool isDead = OwnerMark.IsDead(leftover.Owner);
            found.Add(new GarbageItem(
                leftover.IsContainer ? "container" : "image",
                leftover.Name,
                0,
                isDead ? "its build has ended" : "its build may be running, here or on another machine",
                isDead) { Leftover = leftover });
        }
        found.AddRange(CachedNames.Folders.SelectMany(CachedGarbage));
        found.AddRange(await FindLayersAsync(engine, images, cancellationToken).ConfigureAwait(false));
        return found;
    }

    /// <summary>Indexes of layers that no needed image has. An index can be made again from its layer.</summary>
    private async Task<IEnumerable<GarbageItem>> FindLayersAsync(
        IImageEngine engine, IReadOnlyList<EngineImage> images, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = new(Path.Combine(cacheFolder, LayerIndexCache.FolderName));
        if (!folder.Exists)
        {
            return [];
        }
        HashSet<string> layers = new(StringComparer.Ordinal);
        foreach (EngineImage image in images.Where(image => _needed.Contains(image.Tag) || !_known.Contains(image.Tag)))
        {
            ImageDetails? details = await engine.InspectImageAsync(image.Tag, cancellationToken).ConfigureAwait(false);
            layers.UnionWith(details?.LayerDigests.Select(LayerIndexCache.NameOf) ?? []);
        }
        return folder.EnumerateFiles("*" + LayerIndexCache.Extension)
            .Where(file => !layers.Contains(file.Name))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new GarbageItem("cache", file.FullName, file.Length, "no image that is needed has this layer", IsCertain: true));
    }

    /// <summary>Archives and metadata of a repository that none of its project's plans makes.</summary>
    public static IEnumerable<GarbageItem> ArchivesOf(string planFolder, string repositoryFolder)
    {
        PlanNode[] plans = [.. ReadPlans(planFolder)];
        if (plans.Length == 0 || !Directory.Exists(repositoryFolder))
        {
            return [];
        }
        HashSet<string> made = [.. plans.OfType<ArtifactNode>().SelectMany(node => node.Spec.Subpackages
            .Select(part => part.Definition.Id.Fingerprint).Append(node.Archive[..node.Archive.IndexOf(".package.tar", StringComparison.Ordinal)]))];
        return Directory.EnumerateFiles(repositoryFolder).Order(StringComparer.Ordinal)
            .Select(file => (File: file, Stem: StemOf(Path.GetFileName(file))))
            .Where(item => item.Stem is not null && !made.Contains(item.Stem))
            .Select(item => new GarbageItem("archive", item.File, new FileInfo(item.File).Length, "no plan makes it", IsCertain: true));
    }

    private static string? StemOf(string name) =>
        name.IndexOf(".package.tar", StringComparison.Ordinal) is > 0 and int archive ? name[..archive]
        : name.EndsWith(".metadata.yaml", StringComparison.Ordinal) ? name[..^".metadata.yaml".Length]
        : null;

    private IEnumerable<GarbageItem> CachedGarbage(string name)
    {
        string folder = Path.Combine(cacheFolder, name);
        return !Directory.Exists(folder) ? [] : new DirectoryInfo(folder).EnumerateFileSystemInfos()
            .Where(item => item.LinkTarget is null && !item.Name.StartsWith('.') && !item.Name.EndsWith(".lock", StringComparison.Ordinal))
            .Select(item => (Item: item, Stem: item.Name.Split('.')[0]))
            .Where(item => !_needed.Contains(item.Stem))
            .OrderBy(item => item.Item.Name, StringComparer.Ordinal)
            .Select(item => Judge("cache", item.Item.FullName, SizeOf(item.Item), item.Stem));
    }

    private GarbageItem Judge(string kind, string name, long size, string knownAs) => _known.Contains(knownAs)
        ? new GarbageItem(kind, name, size, "no known project needs it any more", IsCertain: true) { KnownAs = knownAs }
        : new GarbageItem(kind, name, size, "it is of no project that is known here", IsCertain: false);

    private static async Task<IEnumerable<string>> NamesOfAsync(KnownProject project, CancellationToken cancellationToken)
    {
        try
        {
            CosLock content = await CosLockFile.ReadAsync(project.LockFile, cancellationToken).ConfigureAwait(false);
            return [.. CachedNames.Of(content), .. CachedNames.SeedTagsOf(content)];
        }
        catch (Diagnostics.CosException)
        {
            return project.Cached.Concat(project.Images);
        }
    }

    private static IEnumerable<string> PlannedImages(string planFolder) => ReadPlans(planFolder).SelectMany(plan => plan switch
    {
        ImageNode image => image.CopiedImages.Prepend(image.Parent).Select(other => other.From).Append(image.Image),
        ComposedImageNode image => [image.Image],
        ArtifactNode artifact => [artifact.Image],
        _ => Enumerable.Empty<string>(),
    });

    private static IEnumerable<PlanNode> ReadPlans(string planFolder)
    {
        string set = Path.Combine(planFolder, PlanFiles.SetFile);
        return !File.Exists(set) ? [] : File.ReadAllLines(set)
            .Select(key => PlanFiles.PathOf(planFolder, key)).Where(File.Exists).Select(PlanJson.Read);
    }

    private static long SizeOf(FileSystemInfo item) => item is FileInfo file
        ? file.Length
        : ((DirectoryInfo)item).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(file => file.Length);
}
