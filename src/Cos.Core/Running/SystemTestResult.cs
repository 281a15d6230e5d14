namespace Cos.Sdk.Running;

/// <summary>How a test ended.</summary>
/// <param name="Name">The test.</param>
/// <param name="Failure">Why it failed; null when it passed.</param>
/// <param name="Output">What the system said.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record SystemTestResult(string Name, string? Failure, string Output, TimeSpan Duration)
{
    /// <summary>Whether it passed.</summary>
    public bool Passed => Failure is null;
}
