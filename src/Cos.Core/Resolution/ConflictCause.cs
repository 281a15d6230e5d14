using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>An entry of conflicts.</summary>
/// <param name="Owner">The package that states it.</param>
/// <param name="Owners">The states of it that do.</param>
/// <param name="Conflict">As written.</param>
/// <param name="Other">The package that it excludes.</param>
/// <param name="IsProvider">Whether the other one is meant by what it provides.</param>
internal sealed record ConflictCause(PackageNode Owner, VersionSet Owners, PackageRequirement Conflict, PackageNode Other, bool IsProvider)
    : IncompatibilityCause
{
    /// <summary>One clause for each package that a conflict excludes. A package does not exclude itself, so it may replace what it provides.</summary>
    public static ImmutableArray<Incompatibility> Forbid(
        PackageUniverse universe, PackageNode owner, VersionSet owners, PackageRequirement conflict) =>
        [.. RequirementOption.Find(universe, conflict)
            .Where(option => option.Node != owner)
            .Select(option => new Incompatibility(
                [new Term(owner, owners), new Term(option.Node, option.States)],
                new ConflictCause(owner, owners, conflict, option.Node, option.IsProvider)))];
}
