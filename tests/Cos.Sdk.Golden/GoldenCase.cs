namespace Cos.Sdk.Golden;

/// <summary>One recorded answer to be given again.</summary>
/// <param name="Name">File or scenario, and the row in it.</param>
/// <param name="IsQuirk">Whether another answer than the recorded one is allowed.</param>
/// <param name="Compare">Gives the difference between the recorded answer and ours; null when there is none.</param>
internal sealed record GoldenCase(string Name, bool IsQuirk, Func<CancellationToken, Task<string?>> Compare)
{
    /// <summary>Why there is nothing to compare; null when there is.</summary>
    public string? NotCompared { get; init; }

    /// <summary>A case that is compared at once.</summary>
    public GoldenCase(string name, bool isQuirk, Func<string?> compare)
        : this(name, isQuirk, _ => Task.FromResult(compare()))
    {
    }
}
