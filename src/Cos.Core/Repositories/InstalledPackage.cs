using System.Collections.Immutable;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Repositories;

/// <summary>A package that a root holds.</summary>
/// <param name="Definition">What its repository says of it.</param>
/// <param name="IsRequested">It was asked for, and is not only required by another one.</param>
/// <param name="Repository">The name of the repository that it came from.</param>
/// <param name="Revision">That repository's revision.</param>
/// <param name="Archive">The archive's name.</param>
/// <param name="Sha256">The archive's SHA-256 as it is stored.</param>
/// <param name="Files">Its files, relative to the root; empty for hidden packages.</param>
internal sealed record InstalledPackage(
    PackageDefinition Definition, bool IsRequested, string Repository, int Revision, string Archive, string Sha256, ImmutableArray<string> Files);
