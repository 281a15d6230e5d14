using System.Collections.Immutable;

namespace Cos.Sdk.Differences;

/// <summary>A package that differs.</summary>
internal sealed record PackageDifference
{
    /// <summary><c>category/name</c>, or the file name of an archive.</summary>
    public required string Package { get; init; }

    /// <summary>What became of it.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>Its version on the first side; null when it is not there.</summary>
    public string? FromVersion { get; init; }

    /// <summary>Its version on the second side; null likewise.</summary>
    public string? ToVersion { get; init; }

    /// <summary>Bytes of content of all files on the first side; null when the archive was not read.</summary>
    public long? FromSize { get; init; }

    /// <summary>Bytes of content of all files on the second side; null likewise.</summary>
    public long? ToSize { get; init; }

    /// <summary>The same files with the same attributes: only compression or order of the archives differ.</summary>
    public bool IsPackingOnly { get; init; }

    /// <summary>The archive of a side is gone, so that the lists of the indexes were compared: what changed inside files is not known.</summary>
    public bool IsFromIndexes { get; init; }

    /// <summary>In ordinal order of paths; empty for a package that only one side has.</summary>
    public ImmutableArray<PathDifference> Paths { get; init; } = [];

    /// <summary>In order of names; empty where no side has dpkg's database.</summary>
    public ImmutableArray<DistributionPackageDifference> DistributionPackages { get; init; } = [];
}
