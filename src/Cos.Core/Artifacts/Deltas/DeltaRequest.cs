using System.Collections.Immutable;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>A delta to cut from an image.</summary>
internal sealed record DeltaRequest
{
    /// <summary>Diff ids (<c>sha256:…</c>) of the image's layers, base first.</summary>
    public required ImmutableArray<string> Layers { get; init; }

    /// <summary>How many of the layers are below the first step.</summary>
    public required int LayersBelowSteps { get; init; }

    /// <summary>How many of the layers are below the first <c>copy</c>; the same as <see cref="LayersBelowSteps"/> without copies.</summary>
    public required int LayersBelowCopies { get; init; }

    /// <summary>How many of the layers are below the first command of the prelude, which comes after the copies.</summary>
    public required int LayersBelowPrelude { get; init; }

    /// <summary>What is taken.</summary>
    public DeltaMode Mode { get; init; } = DeltaMode.Added;

    /// <summary>Whether Podman made the layers.</summary>
    public bool IsPodman { get; init; }

    /// <summary>Whether an absolute path may be in the artifact.</summary>
    public required Func<string, bool> Takes { get; init; }

    /// <summary>Layers above this count are the ones that are compared with what is below it.</summary>
    public int Line => Mode == DeltaMode.Changes ? LayersBelowCopies : LayersBelowSteps;

    /// <summary>Whether the results of a layer belong in the delta: those of the prelude do not.</summary>
    public bool IsOfInterest(int layer) => layer >= LayersBelowSteps || (layer >= Line && layer < LayersBelowPrelude);
}
