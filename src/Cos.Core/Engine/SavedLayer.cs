namespace Cos.Sdk.Engine;

/// <summary>A layer that one or more of the wanted images have.</summary>
/// <param name="Digest">The diff id: <c>sha256:…</c> of the uncompressed tar.</param>
/// <param name="Uses">Where it is, at least one place.</param>
internal sealed record SavedLayer(string Digest, IReadOnlyList<LayerUse> Uses);
