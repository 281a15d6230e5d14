using Cos.Sdk.Trees;

namespace Cos.Sdk.Repositories;

/// <summary>A package in a repository's tree.</summary>
/// <param name="Definition">What its definition.yaml says.</param>
/// <param name="Text">The text of its definition.yaml.</param>
/// <param name="Finalizer">The text of its finalize.yaml; null when it has none.</param>
internal sealed record TreeArchivePackage(PackageDefinition Definition, string Text, string? Finalizer);
