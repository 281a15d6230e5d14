namespace Cos.Sdk.Engine;

/// <summary>A tag and what it costs.</summary>
/// <param name="Tag">Repository and tag.</param>
/// <param name="Id">Of its image.</param>
/// <param name="Size">Bytes, layers that it shares with others included.</param>
internal sealed record EngineImage(string Tag, string Id, long Size);
