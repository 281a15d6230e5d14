namespace Cos.Sdk.Resolution;

/// <summary>How a search ended.</summary>
internal enum SolverOutcome
{
    /// <summary>There is a solution.</summary>
    Solved,

    /// <summary>There is none.</summary>
    Contradiction,

    /// <summary>The budget is used up.</summary>
    OutOfBudget,
}
