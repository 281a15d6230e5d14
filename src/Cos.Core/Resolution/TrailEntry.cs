namespace Cos.Sdk.Resolution;

/// <summary>One step of the search: the states of one package became fewer.</summary>
/// <param name="State">The package.</param>
/// <param name="Allowed">What is left of it.</param>
/// <param name="Cause">The clause that forced it; null for a decision.</param>
/// <param name="Level">How many decisions had been made, this one included.</param>
/// <param name="Position">Its place among all steps.</param>
internal sealed record TrailEntry(NodeState State, VersionSet Allowed, Incompatibility? Cause, int Level, int Position);
