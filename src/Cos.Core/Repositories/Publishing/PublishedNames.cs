using System.Collections.Immutable;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>The names that change when a repository is published.</summary>
internal sealed record PublishedNames
{
    /// <summary>Packages that are new there or have other content or another description than before.</summary>
    public required ImmutableArray<PublishedPackage> Packages { get; init; }

    /// <summary>Classic names of the archives, with the path of each one's content.</summary>
    public required ImmutableArray<(string Name, string File)> Archives { get; init; }

    /// <summary>Name of the snapshot's entry point: <c>3-repository.yaml</c>.</summary>
    public required string Snapshot { get; init; }

    /// <summary>The content of repository.yaml.</summary>
    public required string EntryPoint { get; init; }
}

/// <summary>A package whose names change.</summary>
/// <param name="Placed">Where its archive is.</param>
/// <param name="MetadataFile">Absolute path of its metadata; null when it has none.</param>
internal sealed record PublishedPackage(PlacedPackage Placed, string? MetadataFile);
