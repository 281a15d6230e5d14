namespace Cos.Sdk.Planning;

/// <summary>An image that another one is made from.</summary>
/// <param name="Reference">As the build file names it, or <c>category/name@version</c> for the image of a package.</param>
/// <param name="From">The name by which the engine finds exactly this content.</param>
/// <param name="Digest">What identifies the content: a digest, or the hash of the node that makes it.</param>
/// <param name="Node">Key of the node that makes it; null for a base image, which the lock pins.</param>
internal sealed record ParentImage(string Reference, string From, string Digest, string? Node);
