using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>One requirement of a chosen package and what meets it.</summary>
/// <param name="From">The package that requires; null for a target of the project.</param>
/// <param name="Requirement">As written.</param>
/// <param name="To">The package that meets it.</param>
/// <param name="IsProvided">Whether it does so by its provides, not by its own name and version.</param>
internal sealed record RequirementEdge(PackageId? From, PackageRequirement Requirement, PackageId To, bool IsProvided);
