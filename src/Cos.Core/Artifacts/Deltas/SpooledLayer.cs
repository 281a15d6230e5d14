using System.Collections.Immutable;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>A layer that was read.</summary>
/// <param name="Index">What it states.</param>
/// <param name="Offsets">Where the content of each entry is kept, -1 for entries without; empty when contents were not kept.</param>
internal sealed record SpooledLayer(LayerIndex Index, ImmutableArray<long> Offsets);
