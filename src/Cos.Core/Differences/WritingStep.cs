namespace Cos.Sdk.Differences;

/// <summary>What wrote a path: the instruction whose layer states it last.</summary>
/// <param name="Package"><c>category/name@version</c> of the package in whose image it ran, or the reference of a base image.</param>
/// <param name="Instruction">The line of the Dockerfile; null for a base image.</param>
/// <param name="File">Where the step is written; null when it is generated or not known.</param>
/// <param name="Line">1-based; 0 without a file.</param>
/// <param name="Column">1-based; 0 without a file.</param>
internal sealed record WritingStep(string Package, string? Instruction, string? File, int Line, int Column);
