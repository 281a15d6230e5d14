using System.Security.Cryptography;
using Cos.Sdk.Building;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tasks;

/// <summary>A task that looks at the project's trees unless the last build's memory says that nothing changed since.</summary>
/// <remarks>
/// Whatever such a task reads has to be named by a parameter or by <see cref="AlsoRead"/>: then a change of it is seen. What repositories of others
/// offer is the lock's business; what was taken of them has to be in the cache.
/// </remarks>
public abstract class RecallingTask : SourceTask
{
    /// <summary>Where the engine and the caches are, and what is only allowed or checked, changes no result. The lock counts by its content.</summary>
    private static readonly string[] NotInputs =
        [nameof(MemoryFile), nameof(LockFile), nameof(VerifyContent), "EngineEndpoint", "Engine", "CacheFolder", "LogFolder", "LockedMode", "ExpectUpToDate"];

    /// <summary>The memory of the last build that succeeded; empty to look at everything anew.</summary>
    public string MemoryFile { get; set; } = "";

    /// <summary>Reads every file, whatever its stamp says.</summary>
    public bool VerifyContent { get; set; }

    /// <summary>The memory, when this task finds its inputs as they were then; otherwise they are noted for the next.</summary>
    private protected BuildMemory? Recall()
    {
        if (MemoryFile.Length == 0)
        {
            return null;
        }
        FoundInputs found = TaskInputs.Find(this, NotInputs, [.. AlsoRead()], PathOf, ScanOnce);
        Pending.IsSettled &= found.IsSettled;
        Pending.Inputs[GetType().Name] = found.Fingerprint;
        Pending.Lock = HashOfLock();
        BuildMemory? memory = VerifyContent ? null : BuildMemoryFile.Read(PathOf(MemoryFile));
        bool holds = memory is not null && memory.Lock == Pending.Lock && memory.Inputs.GetValueOrDefault(GetType().Name) == found.Fingerprint;
        Pending.IsNew |= !holds;
        return holds ? memory : null;
    }

    /// <summary>Says again what this task said then.</summary>
    private protected void RepeatSaid(BuildMemory memory)
    {
        Diagnostics.AddRange(memory.Said.GetValueOrDefault(GetType().Name) ?? []);
        NoteSaid();
    }

    /// <summary>Notes what this task has to say, to be said again by the next build.</summary>
    private protected void NoteSaid()
    {
        if (MemoryFile.Length > 0)
        {
            Pending.Said[GetType().Name] = [.. Diagnostics];
        }
    }

    /// <summary>Absolute paths of what this task reads besides its parameters.</summary>
    private protected virtual IEnumerable<string> AlsoRead() =>
        CacheFolder.Length > 0 && (Repositories.Length > 0 || File.Exists(RepositoriesFile))
            ? AlsoReadOfProject().Append(Path.Combine(PathOf(CacheFolder), "repositories"))
            : AlsoReadOfProject();

    /// <summary>Of these what belongs to the project.</summary>
    private protected IEnumerable<string> AlsoReadOfProject() => SettingsFile.Length > 0 ? [RepositoriesFile, PathOf(SettingsFile)] : [RepositoriesFile];

    private string RepositoriesFile => Path.Combine(PathOf(ProjectFolder), ".luet.yaml");

    private string HashOfLock()
    {
        string file = PathOf(LockFile);
        return File.Exists(file) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) : "none";
    }

    /// <summary>What this build has to remember so far.</summary>
    private protected PendingMemory Pending => Shared($"Cos.Sdk.PendingMemory\n{PathOf(MemoryFile)}", () => new PendingMemory());

    private FoundInputs ScanOnce(string folder) => Shared($"Cos.Sdk.Scan\n{folder}", () =>
    {
        using InputFingerprint fingerprint = new(TimeProvider.System.GetUtcNow().UtcDateTime);
        fingerprint.AddFolder(folder);
        return new FoundInputs(fingerprint.Finish(), fingerprint.IsSettled);
    });
}
