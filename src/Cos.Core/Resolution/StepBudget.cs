namespace Cos.Sdk.Resolution;

/// <summary>Bounds a search by its own steps, so that the bound is the same on every machine, and by the caller's token.</summary>
/// <param name="limit">How many clauses may be looked at.</param>
/// <param name="cancellationToken">Ends the search at the next step.</param>
internal sealed class StepBudget(long limit, CancellationToken cancellationToken)
{
    private long _used;

    /// <summary>Whether the budget is used up.</summary>
    public bool IsExceeded => _used > limit;

    /// <summary>Counts clauses, or work that takes as long.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public void Use(int count = 1)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _used += count;
    }
}
