namespace Cos.Sdk.Differences;

/// <summary>What became of something from one side to the other.</summary>
internal enum DifferenceKind
{
    /// <summary>Only the second side has it.</summary>
    Added,

    /// <summary>Only the first side has it.</summary>
    Removed,

    /// <summary>Both have it, and it is not the same.</summary>
    Changed,
}
