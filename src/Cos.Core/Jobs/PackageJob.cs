using System.Collections.Immutable;

namespace Cos.Sdk.Jobs;

/// <summary>What one machine does for one package, with <c>CosBuildPackages</c> naming it.</summary>
internal sealed record PackageJob
{
    /// <summary><c>category/name@version</c>.</summary>
    public required string Package { get; init; }

    /// <summary>The nodes that this job is the first to need, in ordinal order of keys.</summary>
    public required ImmutableArray<JobNode> Nodes { get; init; }

    /// <summary>Packages whose jobs make nodes that this one needs, in ordinal order; those that are cached too.</summary>
    public required ImmutableArray<string> Needs { get; init; }

    /// <summary>Whether no image is left to be made: a machine that has the cache need not do this job.</summary>
    public bool IsCached => Nodes.All(node => node.Image.Length == 0 || node.IsCached);

    /// <summary>How many jobs that are to be done come before, one after another; null for one that is cached.</summary>
    public int? Level { get; init; }
}
