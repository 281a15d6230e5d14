namespace Cos.Sdk.Engine;

/// <summary>What the engine knows about one image.</summary>
internal sealed record ImageDetails
{
    /// <summary><c>sha256:…</c> of the image's configuration (or manifest, where the engine stores images so).</summary>
    public required string Id { get; init; }

    /// <summary>Every tag of the image.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary><c>name@sha256:…</c> for each registry that the image was pulled from or pushed to.</summary>
    public required IReadOnlyList<string> RepoDigests { get; init; }

    /// <summary>When the image was made; the epoch when the image does not say.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary><c>os/architecture[/variant]</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Diff ids (<c>sha256:…</c> of the uncompressed layer tars), base layer first.</summary>
    public required IReadOnlyList<string> LayerDigests { get; init; }

    /// <summary>In bytes, shared layers included.</summary>
    public required long Size { get; init; }

    /// <summary>The variables of the image's configuration, each <c>NAME=value</c>.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>The default command; empty when there is none.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The labels of the image's configuration.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
}
