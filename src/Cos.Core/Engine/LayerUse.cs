namespace Cos.Sdk.Engine;

/// <summary>One place of a layer.</summary>
/// <param name="Image">The image.</param>
/// <param name="Index">Its place in <see cref="ImageDetails.LayerDigests"/>, 0 for the base.</param>
internal sealed record LayerUse(ImageDetails Image, int Index);
