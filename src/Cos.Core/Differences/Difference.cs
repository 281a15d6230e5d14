using System.Collections.Immutable;

namespace Cos.Sdk.Differences;

/// <summary>What differs between two sides.</summary>
/// <param name="From">The first side.</param>
/// <param name="To">The second side.</param>
/// <param name="Packages">Packages that differ, in order of name; empty when the sides are the same.</param>
internal sealed record Difference(string From, string To, ImmutableArray<PackageDifference> Packages);
