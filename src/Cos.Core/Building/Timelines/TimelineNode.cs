using System.Collections.Immutable;

namespace Cos.Sdk.Building.Timelines;

/// <summary>Where the time of a node went. All times are seconds; starts are counted from the beginning of the build.</summary>
internal sealed record TimelineNode
{
    /// <summary>Name of its plan file.</summary>
    public required string Key { get; init; }

    /// <summary><c>category/name@version</c>; the name of the repository, the file of a medium.</summary>
    public required string Package { get; init; }

    /// <summary><c>image</c>, <c>base</c>, <c>archive</c>, <c>repository</c> or <c>medium</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Why it was made.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When all that it depends on was done.</summary>
    public double Ready { get; init; }

    /// <summary>When work on it began; between <see cref="Ready"/> and this it waited for its turn.</summary>
    public double Start { get; init; }

    /// <summary>When it was done; or, of a build that failed, when that ended.</summary>
    public double End { get; init; }

    /// <summary>Whether it was made; false for one that failed or was cut off.</summary>
    public bool Made { get; init; }

    /// <summary>Of an image: the engine's time, its steps included.</summary>
    public double Engine { get; init; }

    /// <summary>Of an archive: waiting for the engine to send its content. Archives that are cut from one stream share that time.</summary>
    public double Export { get; init; }

    /// <summary>Of an archive: cutting, hashing and compressing.</summary>
    public double Compress { get; init; }

    /// <summary>Bytes of the archive, or that the image adds to its parent; 0 when that is not known.</summary>
    public long Size { get; init; }

    /// <summary>Of an image: what the engine did, in order.</summary>
    public ImmutableArray<TimelineStep> Steps { get; init; } = [];
}
