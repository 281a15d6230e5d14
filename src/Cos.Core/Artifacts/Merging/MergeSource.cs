namespace Cos.Sdk.Artifacts.Merging;

/// <summary>An archive that takes part in a merge.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="Sha256">What the file must be; null when nobody said.</param>
internal sealed record MergeSource(string File, string? Sha256);
