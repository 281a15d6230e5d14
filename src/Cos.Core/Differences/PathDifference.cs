using System.Collections.Immutable;

namespace Cos.Sdk.Differences;

/// <summary>A path that differs.</summary>
internal sealed record PathDifference
{
    /// <summary>Relative to the root, without a slash at either end.</summary>
    public required string Path { get; init; }

    /// <summary>What became of it.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>
    /// Of a changed path, what is not the same: <c>kind</c>, <c>content</c>, <c>size</c>, <c>mode</c>, <c>owner</c>, <c>target</c>,
    /// <c>attributes</c>, <c>time</c>.
    /// </summary>
    public ImmutableArray<string> Aspects { get; init; } = [];

    /// <summary>The first side; null when it does not have the path, or only the index is known.</summary>
    public PathState? From { get; init; }

    /// <summary>The second side; null likewise.</summary>
    public PathState? To { get; init; }

    /// <summary>Where two texts begin to differ; null when they are no texts, or were not read.</summary>
    public TextDifference? Text { get; init; }

    /// <summary>What wrote the path on the second side; null when that cannot be told.</summary>
    public WritingStep? WrittenBy { get; init; }
}
