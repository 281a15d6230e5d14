namespace Cos.Sdk.Planning;

/// <summary>A base image whose content is known.</summary>
/// <param name="Reference">As build files name it.</param>
/// <param name="From">The name by which the engine finds exactly this content.</param>
/// <param name="Digest">Identifies the content.</param>
internal sealed record PinnedImage(string Reference, string From, string Digest);
