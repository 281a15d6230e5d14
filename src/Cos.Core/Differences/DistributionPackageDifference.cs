namespace Cos.Sdk.Differences;

/// <summary>A package of the distribution that differs between two systems.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Architecture">Its architecture.</param>
/// <param name="From">Its version on the first side; null when it is not installed there.</param>
/// <param name="To">Its version on the second side; null likewise.</param>
internal sealed record DistributionPackageDifference(string Name, string Architecture, string? From, string? To);
