using System.Collections.Immutable;

namespace Cos.Sdk.Repositories;

/// <summary>The answer of <see cref="RootTree.Place"/>.</summary>
/// <param name="Kind">What became of the entry.</param>
/// <param name="Node">What lies at its path now; null when it was refused.</param>
/// <param name="Implied">Folders that came to be above it, the outermost first.</param>
internal readonly record struct Placement(PlacementKind Kind, RootNode? Node, ImmutableArray<RootNode> Implied);
