namespace Cos.Sdk.Fetching;

/// <summary>A package that the project takes from a repository.</summary>
/// <param name="Package"><c>category/name</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">SHA-256 of its archive as the repository's index states it: 64 hexadecimal digits.</param>
/// <param name="Digest">What a registry calls it, <c>sha256:…</c> of the manifest; null where repositories are files.</param>
internal sealed record LockedArchive(string Package, string Version, string Sha256, string? Digest = null);
