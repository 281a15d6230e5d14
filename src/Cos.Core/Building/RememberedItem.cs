namespace Cos.Sdk.Building;

/// <summary>A plan file as the build knows it.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Metadata">What is said of it, by name.</param>
internal sealed record RememberedItem(string Path, IReadOnlyDictionary<string, string> Metadata);
