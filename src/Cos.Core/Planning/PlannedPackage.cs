using Cos.Sdk.Trees;

namespace Cos.Sdk.Planning;

/// <summary>A package with its rendered build spec.</summary>
/// <param name="Definition">Its definition.</param>
/// <param name="Folder">Absolute path of its folder.</param>
/// <param name="Spec">What its build file says; null when there is none.</param>
internal sealed record PlannedPackage(PackageDefinition Definition, string Folder, BuildSpec? Spec);
