using System.Collections.Immutable;

namespace Cos.Sdk.Building.Timelines;

/// <summary>Where the time of a build went. A log: nothing is made of it.</summary>
internal sealed record Timeline
{
    /// <summary>Of the form of the file.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When the build began to make nodes.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>From there to the last event.</summary>
    public required double Seconds { get; init; }

    /// <summary>How many nodes were made at once at most.</summary>
    public required int Width { get; init; }

    /// <summary>The nodes that were worked on, the repository and the media, by their starts.</summary>
    public required ImmutableArray<TimelineNode> Nodes { get; init; }
}
