using System.Collections.Immutable;

namespace Cos.Sdk.Garbage;

/// <summary>A project that builds with this cache, and what it has ever named.</summary>
internal sealed record KnownProject
{
    /// <summary>Its plan files; the folder is gone when the project is, or was cleaned.</summary>
    public required string PlanFolder { get; init; }

    /// <summary>Its lock.</summary>
    public required string LockFile { get; init; }

    /// <summary>Names of all images that its plans have named.</summary>
    public ImmutableSortedSet<string> Images { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Names of all things in the cache that its locks have named.</summary>
    public ImmutableSortedSet<string> Cached { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}
