namespace Cos.Sdk.Building.Caching;

/// <summary>The times of taking turns. All machines that share a registry must use the same.</summary>
internal sealed record TurnTiming
{
    /// <summary>How long it may take at most from seeing that the turn is free to having written the own note.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait after that before the own note counts, if it still stands. Longer than <see cref="Window"/>.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>How often the note of a turn is renewed.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a note counts without renewal.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromSeconds(40);
}
