namespace Cos.Sdk.Building.Timelines;

/// <summary>A step of a Dockerfile.</summary>
/// <param name="Number">1-based; FROM is the first.</param>
/// <param name="Instruction">Its text.</param>
/// <param name="Start">Seconds since the build began.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Cached">Whether the engine had its result.</param>
internal sealed record TimelineStep(int Number, string Instruction, double Start, double Seconds, bool Cached);
