using System.Collections.Immutable;

namespace Cos.Sdk.Repositories;

/// <summary>Which entry of which archive makes which node of a root.</summary>
/// <param name="Tree">All nodes.</param>
/// <param name="Destinations">
/// For each package, by the entry's number in its archive: the node that the entry belongs to; null where it is not to be written.
/// </param>
internal sealed record RootLayout(RootTree Tree, ImmutableArray<ImmutableArray<RootNode?>> Destinations);
