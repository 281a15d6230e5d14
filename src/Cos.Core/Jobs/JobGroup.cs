using System.Collections.Immutable;

namespace Cos.Sdk.Jobs;

/// <summary>Packages that one machine of a level builds.</summary>
/// <param name="Name">The package, or the first of several and how many there are.</param>
/// <param name="Packages">The packages, in ordinal order.</param>
/// <param name="Needs">Names of the groups of earlier levels that make what these need.</param>
internal sealed record JobGroup(string Name, ImmutableArray<string> Packages, ImmutableArray<string> Needs);
