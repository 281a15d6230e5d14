using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Merging;

/// <summary>An entry of one of the archives, at the path where it comes to stand.</summary>
/// <param name="Entry">With resolved path and, for hard links, resolved target.</param>
/// <param name="Source">Number of the archive.</param>
/// <param name="Ordinal">Number of the entry in the archive.</param>
internal sealed record MergedEntry(TarEntry Entry, int Source, int Ordinal);
