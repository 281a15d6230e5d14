using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>A package that may be chosen, as the resolver sees it; made from build specs for builds, from definitions for run time.</summary>
/// <param name="Id">Category, name and version.</param>
/// <param name="Requires">Each must be met by a chosen package that comes before this one.</param>
/// <param name="Conflicts">No other chosen package may match one, by its own name or by one that it provides.</param>
/// <param name="Provides">Names that this package stands in for; the selector is the provided version, or a range of them.</param>
/// <param name="Location">Where the package is defined.</param>
internal sealed record Candidate(
    PackageId Id,
    ImmutableArray<PackageRequirement> Requires,
    ImmutableArray<PackageRequirement> Conflicts,
    ImmutableArray<PackageRequirement> Provides,
    SourceLocation? Location);
