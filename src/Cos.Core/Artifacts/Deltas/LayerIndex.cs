using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>What one layer of an image states, without contents.</summary>
internal sealed record LayerIndex
{
    /// <summary>Entries in the layer's order, whiteouts left out.</summary>
    public required ImmutableArray<TarEntry> Entries { get; init; }

    /// <summary>The <see cref="ContentSum"/> of each entry, 0 for those without content.</summary>
    public required ImmutableArray<ulong> Sums { get; init; }

    /// <summary>Paths that the layer removes from those below it (<c>.wh.name</c>).</summary>
    public required ImmutableArray<string> Removed { get; init; }

    /// <summary>Directories of which nothing from below shows through (<c>.wh..wh..opq</c>).</summary>
    public required ImmutableArray<string> Opaque { get; init; }
}
