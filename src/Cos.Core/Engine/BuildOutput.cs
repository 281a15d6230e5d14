namespace Cos.Sdk.Engine;

/// <summary>One message of the engine while it builds, pulls or pushes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As the engine wrote it, without terminal escapes; the id for <see cref="BuildOutputKind.Image"/>.</param>
internal sealed record BuildOutput(BuildOutputKind Kind, string Text)
{
    /// <summary>The step that runs, 1-based; 0 before the first.</summary>
    public int Step { get; init; }

    /// <summary>How many steps the Dockerfile has; 0 before the first.</summary>
    public int StepCount { get; init; }

    /// <summary>The instruction of the step as the engine repeats it, for example <c>RUN make</c>; empty before the first.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>The exit code that the engine gives with an error; null when it gives none.</summary>
    public int? ExitCode { get; init; }
}
