namespace Cos.Sdk.Resolution;

/// <summary>A requirement, or the wish for a target.</summary>
internal sealed record RequirementCause(RequirementGroup Group) : IncompatibilityCause;
