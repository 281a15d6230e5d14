namespace Cos.Sdk.Engine;

/// <summary>A build made no image. The caller knows which line the step came from: <see cref="KnownFailures.Explain"/> makes the diagnostic.</summary>
internal sealed class ImageBuildException(ImageBuildFailure failure, EngineInfo engine)
    : Exception($"{failure.Tag}: {failure.Error}")
{
    /// <summary>Where and how it failed.</summary>
    public ImageBuildFailure Failure { get; } = failure;

    /// <summary>The engine that built.</summary>
    public EngineInfo Engine { get; } = engine;
}
