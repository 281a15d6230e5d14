namespace Cos.Sdk.Resolution;

/// <summary>Follows from two others.</summary>
internal sealed record DerivedCause(Incompatibility Left, Incompatibility Right) : IncompatibilityCause;
