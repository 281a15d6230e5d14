using Cos.Sdk.Files;
using ZstdSharp;

namespace Cos.Sdk.Fetching;

/// <summary>Finished root file systems of seeds, by the key of their lock. Several builds may use it at once.</summary>
internal sealed class SeedCache(string folder)
{
    /// <summary>Where the root file system of a lock lies, or would lie.</summary>
    public string PathOf(LockedSeed locked) => Path.Combine(folder, SeedPlanner.CacheKey(locked) + ".tar.zst");

    /// <summary>The file for a root file system in the making; whoever holds the lock of that name may write it, over what a killed build left.</summary>
    public string NewPath(string name) => Path.Combine(folder, $".{name}.new");

    /// <summary>Waits until no other build makes the same.</summary>
    public Task<FileLock> LockAsync(string name, CancellationToken cancellationToken) =>
        FileLock.TakeAsync(Path.Combine(folder, name + ".lock"), waiting: null, TimeSpan.FromHours(2), cancellationToken);

    /// <summary>The file of a lock when it is there and undamaged; a damaged one is removed.</summary>
    public async Task<string?> FindAsync(LockedSeed locked, CancellationToken cancellationToken)
    {
        string path = PathOf(locked);
        if (!File.Exists(path))
        {
            return null;
        }
        if (await IsIntactAsync(path, locked, cancellationToken).ConfigureAwait(false))
        {
            return path;
        }
        File.Delete(path);
        return null;
    }

    /// <summary>Takes a finished file over under the key of its lock.</summary>
    public string Add(LockedSeed locked, string file)
    {
        string path = PathOf(locked);
        File.Move(file, path, overwrite: true);
        return path;
    }

    private static async Task<bool> IsIntactAsync(string path, LockedSeed locked, CancellationToken cancellationToken)
    {
        try
        {
            return await RootFileSystemFile.ReadAsync(path, Stream.Null, cancellationToken).ConfigureAwait(false) == locked.RootFileSystem;
        }
        catch (Exception damage) when (damage is ZstdException or EndOfStreamException)
        {
            return false;
        }
    }
}
