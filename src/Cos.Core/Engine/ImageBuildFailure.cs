namespace Cos.Sdk.Engine;

/// <summary>How a build ended that made no image.</summary>
internal sealed record ImageBuildFailure
{
    /// <summary>The tag that was to be made.</summary>
    public required string Tag { get; init; }

    /// <summary>The Dockerfile's step that failed, 1-based; 0 when none had begun.</summary>
    public required int Step { get; init; }

    /// <summary>How many steps the Dockerfile has; 0 when the engine did not come so far.</summary>
    public required int StepCount { get; init; }

    /// <summary>The instruction of that step, for example <c>RUN make</c>; empty when none had begun.</summary>
    public required string Instruction { get; init; }

    /// <summary>The line of the Dockerfile that the engine could not read, 1-based; 0 when it read them all or does not say.</summary>
    public required int DockerfileLine { get; init; }

    /// <summary>What the step's command returned; null when no command ran.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>The engine's error.</summary>
    public required string Error { get; init; }

    /// <summary>The last lines of the output of the failed step, oldest first, at most <see cref="BuildOutputTail.Capacity"/>.</summary>
    public required IReadOnlyList<string> LastLines { get; init; }

    /// <summary>The request's network mode.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>The request's platform.</summary>
    public string? Platform { get; init; }
}
