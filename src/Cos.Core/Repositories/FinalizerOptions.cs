namespace Cos.Sdk.Repositories;

/// <summary>How finalizers are run.</summary>
/// <param name="Platform"><c>os/architecture</c> of the root.</param>
/// <param name="Epoch">Seconds since 1970: what the commands write is no younger.</param>
/// <param name="NetworkMode">A network of the engine, or <c>none</c>; null for the engine's default.</param>
internal sealed record FinalizerOptions(string Platform, long Epoch, string? NetworkMode);
