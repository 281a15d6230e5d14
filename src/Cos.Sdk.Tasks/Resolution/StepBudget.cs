namespace Cos.Sdk.Resolution;

/// <summary>Bounds a search by its own steps, so that the bound is the same on every machine, and by the caller's token.</summary>
internal sealed class StepBudget(long limit, CancellationToken cancellationToken)
{
    /// <summary>The number of clauses that may be looked at.</summary>
    public long Limit { get; } = limit;

    /// <summary>Whether the budget is used up.</summary>
    public bool IsExceeded => Used > Limit;

    /// <summary>The number of clauses looked at.</summary>
    public long Used { get; private set; }

    /// <summary>Counts clauses; gives false once there are too many.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public bool TryUse(int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Used += count;
        return !IsExceeded;
    }
}
