using System.Collections.Immutable;

namespace Cos.Sdk.Attestations;

/// <summary>A list of contents: what something is made of. Both formats are written from it; equal lists give equal bytes.</summary>
/// <param name="Root">What the list is of.</param>
/// <param name="Components">Its parts, in order of their references.</param>
/// <param name="Dependencies">Which part needs which: references, in order.</param>
/// <param name="Epoch">Seconds since 1970: stands for the time of the making.</param>
/// <param name="Tool">Name and version of the maker.</param>
internal sealed record Sbom(
    SbomComponent Root,
    ImmutableArray<SbomComponent> Components,
    ImmutableArray<(string From, string To)> Dependencies,
    long Epoch,
    (string Name, string Version) Tool);
