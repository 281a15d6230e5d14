using System.Globalization;
using Cos.Sdk.Building.Caching;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Tasks;

/// <summary>Reads which registries keep images of nodes.</summary>
internal static class CacheSettings
{
    /// <summary>Reads the properties of the project.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="imageRepository"><c>CosImageRepository</c>.</param>
    /// <param name="pull"><c>CosPull</c>.</param>
    /// <param name="push"><c>CosPush</c>.</param>
    /// <param name="pullRepositories"><c>CosPullRepositories</c>.</param>
    /// <param name="cacheWait"><c>CosCacheWait</c>.</param>
    public static CacheOptions Read(string project, string imageRepository, bool pull, bool push, string pullRepositories, string cacheWait)
    {
        SourceLocation place = new(project);
        ImageReference own = ImageReference.Parse(imageRepository, place);
        if (!PlanSettings.IsShared(imageRepository) && (pull || push))
        {
            throw new CosException(CacheDiagnostics.NoRegistry(place, push ? "CosPush" : "CosPull", imageRepository));
        }
        int wait = 0;
        if (cacheWait.Length > 0 && !int.TryParse(cacheWait, NumberStyles.None, CultureInfo.InvariantCulture, out wait))
        {
            throw new CosException(ProjectDiagnostics.InvalidProperty("CosCacheWait", cacheWait, "seconds"));
        }
        IEnumerable<ImageReference> others = RegistryAccess.Split(pullRepositories).Select(text => ImageReference.Parse(text, place));
        return new CacheOptions
        {
            PullFrom = [.. (pull || push ? others.Prepend(own) : others).Distinct()],
            Pushes = push,
            Wait = TimeSpan.FromSeconds(wait),
        };
    }
}
