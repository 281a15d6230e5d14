namespace Cos.Sdk.Fetching;

/// <summary>The content behind the reference of a base image that is pulled.</summary>
/// <param name="Digest"><c>sha256:…</c>: of the manifest in its registry, or, for an image that only the local engine has, of its configuration.</param>
/// <param name="IsLocal">No registry is known to have the image.</param>
internal sealed record LockedBaseImage(string Digest, bool IsLocal = false);
