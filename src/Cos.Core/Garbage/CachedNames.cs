using Cos.Sdk.Fetching;
using Cos.Sdk.Repositories;

namespace Cos.Sdk.Garbage;

/// <summary>What a lock names in the cache: file names without extensions.</summary>
internal static class CachedNames
{
    /// <summary>Folders of the cache whose entries a lock names.</summary>
    public static readonly string[] Folders = ["seeds", "repositories/downloads", "repositories/trees", "repositories/catalogs"];

    /// <summary>Tags of the images that seeds are in the engine: by reference and by content.</summary>
    public static IEnumerable<string> SeedTagsOf(CosLock content) =>
        content.Seeds.SelectMany(seed => new[] { seed.Key, SeedImageProvider.ContentTag(seed.Key, seed.Value) });

    /// <summary>The names.</summary>
    public static IEnumerable<string> Of(CosLock content)
    {
        foreach (LockedSeed seed in content.Seeds.Values.Where(seed => seed.Tarball is not { Length: > 0 }))
        {
            yield return SeedPlanner.CacheKey(seed);
        }
        foreach (LockedRepository repository in content.Repositories.Values)
        {
            yield return RepositoryCache.IdentityOf(repository);
            foreach (LockedFile? file in new[] { repository.Tree, repository.Meta, repository.CompilerTree })
            {
                if (file is not null)
                {
                    yield return file.Sha256;
                }
            }
            foreach (LockedArchive archive in repository.Packages)
            {
                yield return archive.Sha256;
            }
        }
    }
}
