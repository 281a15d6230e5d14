namespace Cos.Sdk.Building.Timelines;

/// <summary>What making a node cost last time.</summary>
/// <param name="Seconds">From start to end.</param>
/// <param name="Size">Bytes of the archive, or that the image adds to its parent; 0 when that is not known.</param>
internal sealed record NodeHistory(double Seconds, long Size);
