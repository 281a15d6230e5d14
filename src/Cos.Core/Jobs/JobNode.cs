namespace Cos.Sdk.Jobs;

/// <summary>A node of the build graph that a job makes.</summary>
/// <param name="Key">Name of the node and of its plan file.</param>
/// <param name="Kind"><c>image</c>, <c>composed-image</c> or <c>artifact</c>.</param>
/// <param name="Image">Name of the image that is made; empty for an archive.</param>
/// <param name="IsCached">Whether a registry has the image.</param>
internal sealed record JobNode(string Key, string Kind, string Image, bool IsCached);
