using System.Collections.Immutable;

namespace Cos.Sdk.Repositories;

/// <summary>A package that a search found.</summary>
/// <param name="Package"><c>category/name</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Repository">Name of the repository that offers it.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Description">As defined; may be empty.</param>
/// <param name="License">As defined; may be empty.</param>
/// <param name="Labels">As defined.</param>
/// <param name="Requires">What it requires at run time, <c>category/name@selector</c> each.</param>
/// <param name="Archive">File name of its archive.</param>
/// <param name="Sha256">SHA-256 of the archive.</param>
/// <param name="Files">The files that were asked for; empty when none were.</param>
internal sealed record FoundPackage(
    string Package,
    string Version,
    string Repository,
    int Revision,
    string Description,
    string License,
    ImmutableSortedDictionary<string, string> Labels,
    ImmutableArray<string> Requires,
    string Archive,
    string Sha256,
    ImmutableArray<string> Files);
