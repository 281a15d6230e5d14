using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.Files;

namespace Cos.Sdk.Garbage;

/// <summary>The projects that build with a cache, one file each in its folder <c>projects</c>: the only ones that can say what nobody needs.</summary>
internal sealed class ProjectRegistry(string cacheFolder)
{
    private string Folder => Path.Combine(cacheFolder, "projects");

    /// <summary>Notes a project with what it names now, besides what it named before.</summary>
    public async Task RegisterAsync(
        string planFolder, string lockFile, IEnumerable<string> images, IEnumerable<string> cached, CancellationToken cancellationToken)
    {
        string file = FileOf(planFolder);
        using FileLock turn = await FileLock.TakeAsync(file + ".lock", null, TimeSpan.FromMinutes(5), cancellationToken).ConfigureAwait(false);
        KnownProject known = Read(file) ?? new KnownProject { PlanFolder = planFolder, LockFile = lockFile };
        Write(file, known with { PlanFolder = planFolder, LockFile = lockFile, Images = known.Images.Union(images), Cached = known.Cached.Union(cached) });
    }

    /// <summary>All projects.</summary>
    public ImmutableArray<KnownProject> ReadAll() =>
        Directory.Exists(Folder)
            ? [.. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<KnownProject>()]
            : [];

    /// <summary>Forgets names that are gone, and projects that are gone with all that they named.</summary>
    public async Task ForgetAsync(IReadOnlySet<string> names, CancellationToken cancellationToken)
    {
        foreach (KnownProject project in ReadAll())
        {
            string file = FileOf(project.PlanFolder);
            using FileLock turn = await FileLock.TakeAsync(file + ".lock", null, TimeSpan.FromMinutes(5), cancellationToken).ConfigureAwait(false);
            if (Read(file) is not { } known)
            {
                continue;
            }
            known = known with { Images = known.Images.Except(names), Cached = known.Cached.Except(names) };
            if (known.Images.IsEmpty && known.Cached.IsEmpty && !Directory.Exists(known.PlanFolder))
            {
                File.Delete(file);
            }
            else
            {
                Write(file, known);
            }
        }
    }

    private string FileOf(string planFolder) =>
        Path.Combine(Folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(planFolder))))[..32] + ".json");

    private static void Write(string file, KnownProject project) =>
        AtomicFile.WriteIfDifferent(file, JsonSerializer.Serialize(project, ProjectRegistryJsonContext.Default.KnownProject) + "\n");

    private static KnownProject? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), ProjectRegistryJsonContext.Default.KnownProject) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(KnownProject))]
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ProjectRegistryJsonContext : JsonSerializerContext;
