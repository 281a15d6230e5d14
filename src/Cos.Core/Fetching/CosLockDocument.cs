using System.Text.Json.Serialization;

namespace Cos.Sdk.Fetching;

/// <summary>The shape of <c>cos.lock.json</c>. Every text is checked while it is read, so that a fault is told with its line.</summary>
internal sealed record CosLockDocument
{
    /// <summary>The version of the format that this code writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>By reference.</summary>
    public SortedDictionary<string, BaseImage> BaseImages { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By reference.</summary>
    public SortedDictionary<string, Seed> Seeds { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public SortedDictionary<string, Repository> Repositories { get; init; } = new(StringComparer.Ordinal);

    /// <summary>See <see cref="LockedBaseImage"/>.</summary>
    internal sealed record BaseImage
    {
        [JsonConverter(typeof(LockTextConverter.Digest))]
        public required string Digest { get; init; }

        public bool Local { get; init; }
    }

    /// <summary>See <see cref="LockedSeed"/>.</summary>
    internal sealed record Seed
    {
        [JsonConverter(typeof(LockTextConverter.Hash))]
        public string? Tarball { get; init; }

        public string? Distribution { get; init; }

        [JsonConverter(typeof(LockTextConverter.Name))]
        public string? Suite { get; init; }

        [JsonConverter(typeof(LockTextConverter.Name))]
        public string? Variant { get; init; }

        [JsonConverter(typeof(LockTextConverter.Name))]
        public string? Architecture { get; init; }

        public string[]? Components { get; init; }

        public string[]? Mirrors { get; init; }

        public string[]? Requested { get; init; }

        [JsonConverter(typeof(LockTextConverter.Date))]
        public string? Date { get; init; }

        public Package[]? Packages { get; init; }

        [JsonConverter(typeof(LockTextConverter.Digest))]
        public required string RootFileSystem { get; init; }
    }

    /// <summary>See <see cref="LockedPackage"/>.</summary>
    internal sealed record Package
    {
        [JsonConverter(typeof(LockTextConverter.Name))]
        public required string Name { get; init; }

        [JsonConverter(typeof(LockTextConverter.PackageVersion))]
        public required string Version { get; init; }

        [JsonConverter(typeof(LockTextConverter.Name))]
        public required string Architecture { get; init; }

        [JsonConverter(typeof(LockTextConverter.Hash))]
        public required string Sha256 { get; init; }
    }

    /// <summary>See <see cref="LockedRepository"/>.</summary>
    internal sealed record Repository
    {
        [JsonConverter(typeof(LockTextConverter.RepositoryKind))]
        public required string Type { get; init; }

        public required string[] Urls { get; init; }

        [JsonConverter(typeof(LockTextConverter.FileName))]
        public string? Reference { get; init; }

        public required int Revision { get; init; }

        public required File Tree { get; init; }

        public required File Meta { get; init; }

        public File? CompilerTree { get; init; }

        [JsonConverter(typeof(LockTextConverter.Hash))]
        public string? SignedBy { get; init; }

        public Archive[]? Packages { get; init; }
    }

    /// <summary>See <see cref="LockedFile"/>.</summary>
    internal sealed record File
    {
        [JsonPropertyName("file")]
        [JsonConverter(typeof(LockTextConverter.FileName))]
        public required string Name { get; init; }

        [JsonConverter(typeof(LockTextConverter.Hash))]
        public required string Sha256 { get; init; }
    }

    /// <summary>See <see cref="LockedArchive"/>.</summary>
    internal sealed record Archive
    {
        [JsonPropertyName("package")]
        public required string Name { get; init; }

        public required string Version { get; init; }

        [JsonConverter(typeof(LockTextConverter.Hash))]
        public required string Sha256 { get; init; }

        [JsonConverter(typeof(LockTextConverter.Digest))]
        public string? Digest { get; init; }
    }
}
