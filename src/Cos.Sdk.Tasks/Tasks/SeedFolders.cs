using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tasks;

/// <summary>Where seeds are made and kept.</summary>
internal static class SeedFolders
{
    /// <summary>Folders below the user's cache.</summary>
    public static SeedBuilderOptions Of(string cacheFolder, string logFolder) => new()
    {
        CacheFolder = Path.Combine(cacheFolder, "seeds"),
        WorkFolder = Path.Combine(cacheFolder, "work"),
        LogFolder = logFolder,
    };
}
