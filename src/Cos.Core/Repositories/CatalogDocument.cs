using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cos.Sdk.Repositories;

/// <summary>
/// What a build needs to know of a repository, in a form that is read in no time: the index and the trees, read once and kept in the cache. Only this
/// code writes it; one of another version is made again.
/// </summary>
internal sealed record CatalogDocument
{
    /// <summary>Raised when something is kept otherwise than before.</summary>
    public const int CurrentVersion = 3;

    /// <summary>Paths of templates in the compiler tree.</summary>
    public required string[] Templates { get; init; }

    /// <summary>By category, name and version.</summary>
    public required Entry[] Packages { get; init; }

    /// <summary>What is wrong with files of the compiler tree; their packages are left out.</summary>
    public required string[] Problems { get; init; }

    /// <summary>Reads a catalog; null when there is none that can be used.</summary>
    public static CatalogDocument? Read(string file)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return JsonSerializer.Deserialize(stream, CatalogJsonContext.Default.CatalogDocument);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // It is made again the next time.
            File.Delete(file);
            return null;
        }
    }

    /// <summary>One package.</summary>
    internal sealed record Entry
    {
        public required string Category { get; init; }

        public required string Name { get; init; }

        public required string Version { get; init; }

        public Requirement[]? Requires { get; init; }

        public Requirement[]? Conflicts { get; init; }

        public Requirement[]? Provides { get; init; }

        public string? Archive { get; init; }

        public string? Sha256 { get; init; }

        public string? Image { get; init; }

        public bool IsWholeSystem { get; init; }

        public string? Values { get; init; }

        public string? CachedIn { get; init; }

        public string? Folder { get; init; }

        public string? DefinitionFile { get; init; }

        public int? CollectionIndex { get; init; }

        public bool HasBuildFile { get; init; }
    }

    /// <summary>See <see cref="Versions.PackageRequirement"/>.</summary>
    internal sealed record Requirement(string Category, string Name, string Selector);
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(CatalogDocument))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class CatalogJsonContext : JsonSerializerContext;
